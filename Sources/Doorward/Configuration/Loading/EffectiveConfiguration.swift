/// What is in force: every key with its value and where it came from. Safe to print.
public struct EffectiveConfiguration: Sendable, Equatable {
    /// In the order of ``ConfigurationKey/all``.
    public let settings: [ConfigurationSetting]

    public init(settings: [ConfigurationSetting]) { self.settings = settings }

    /// The setting of a key.
    public subscript(key: String) -> ConfigurationSetting? { settings.first { $0.key == key } }

    /// An aligned table of key, value and origin, one line a key, ending in a newline.
    public func text() -> String {
        let rows = settings.map { [$0.key, $0.text, $0.origin.description] }
        let widths = (0..<2).map { column in min(rows.map { $0[column].count }.max() ?? 0, 60) }
        return rows.map { row in
            let key = row[0].padded(to: widths[0])
            let value = row[1].padded(to: widths[1])
            return "\(key)  \(value)  \(row[2])\n"
        }.joined()
    }

    /// The same as one JSON object: `{"settings":[{"key":…,"value":…,"origin":{…}},…]}`.
    ///
    /// A value is a string, an array of strings, or `null` when nothing was said.
    public func json() -> String {
        let items = settings.map { setting in
            let (key, value) = (setting.key.jsonQuoted, Self.json(setting.value))
            return
                "    {\"key\": \(key), \"value\": \(value), \"origin\": \(Self.json(setting.origin))}"
        }
        return "{\n  \"settings\": [\n\(items.joined(separator: ",\n"))\n  ]\n}\n"
    }

    private static func json(_ value: ConfigurationSetting.Value) -> String {
        switch value {
        case .absent: "null"
        case .text(let text): text.jsonQuoted
        case .list(let items): "[\(items.map(\.jsonQuoted).joined(separator: ", "))]"
        }
    }

    private static func json(_ origin: ConfigurationOrigin) -> String {
        switch origin {
        case .file(let path, let position):
            let place = position.map { ", \"line\": \($0.line), \"column\": \($0.column)" } ?? ""
            return "{\"kind\": \"file\", \"path\": \(path.jsonQuoted)\(place)}"
        case .environment(let name): return "{\"kind\": \"environment\", \"name\": \(name.jsonQuoted)}"
        case .flag(let name): return "{\"kind\": \"flag\", \"name\": \(name.jsonQuoted)}"
        case .default: return "{\"kind\": \"default\"}"
        }
    }
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }

    /// A JSON string (RFC 8259 §7), control characters and quotes escaped.
    var jsonQuoted: String {
        var text = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case _ where scalar.isControl:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text + "\""
    }
}
