/// What goes into a gate's `doorward.yaml`: dotted keys with their values as YAML, later ones in place of earlier ones.
struct GateConfiguration: Sendable {
    private(set) var settings: [(key: String, value: String)] = []
    /// The secrets in files beside the configuration, first `secret1`.
    var secrets: [String]
    /// Files to put beside the configuration before the start.
    var files: [(name: String, content: String)] = []
    var environment: [String: String] = [:]
    /// Whether the metrics listener is on, on a free port.
    var metrics = false
    /// Whether the gate listens on ::1 instead of 127.0.0.1.
    var isIPv6 = false

    /// `service_http` with one fresh secret, logs in JSON, and waits short enough for a test.
    init(auth: String = "service_http", secrets count: Int = 1) {
        secrets = (0..<count).map { _ in Self.freshSecret() }
        self["public_url"] = "https://api.example.com"
        self["auth"] = auth
        self["logging.format"] = "json"
        self["timeouts.drain"] = "5s"
    }

    subscript(_ key: String) -> String? {
        get { settings.last { $0.key == key }?.value }
        set {
            settings.removeAll { $0.key == key }
            if let newValue { settings.append((key, newValue)) }
        }
    }

    func with(_ key: String, _ value: String?) -> GateConfiguration {
        var copy = self
        copy[key] = value
        return copy
    }

    func with(file name: String, _ content: String) -> GateConfiguration {
        var copy = self
        copy.files.append((name, content))
        return copy
    }

    var withMetrics: GateConfiguration {
        var copy = self
        copy.metrics = true
        return copy
    }

    /// The file's text: top-level keys and one level of sections.
    func yaml() -> String {
        var text = ""
        var sections: [(name: Substring, lines: String)] = []
        for (key, value) in settings {
            guard let dot = key.firstIndex(of: ".") else {
                text += "\(key): \(value)\n"
                continue
            }
            let line = "  \(key[key.index(after: dot)...]): \(value)\n"
            if let index = sections.firstIndex(where: { $0.name == key[..<dot] }) {
                sections[index].lines += line
            } else {
                sections.append((key[..<dot], line))
            }
        }
        return text + sections.map { "\($0.name):\n\($0.lines)" }.joined()
    }

    /// 256 random bits in hexadecimal.
    static func freshSecret() -> String {
        let digits = Array("0123456789abcdef")
        var generator = SystemRandomNumberGenerator()
        return String((0..<64).map { _ in digits[Int.random(in: 0..<16, using: &generator)] })
    }
}
