internal import DoorwardDocuments

/// Where a host is reached instead of where its name leads, as curl's `--connect-to` has it.
public struct ConnectMapping: Sendable, Equatable {
    /// In lower case; empty for every host.
    public var host: String
    /// Nil for every port.
    public var port: Int?
    /// A name or a numeric address, IPv6 without brackets; empty for the host itself.
    public var toHost: String
    /// Nil for the port itself.
    public var toPort: Int?

    /// Reads `HOST:PORT:ADDRESS:PORT`, each of which may be empty; nil when it is something else.
    public init?(parsing text: String) {
        var parts: [String] = [""]
        var isInBrackets = false
        for character in text {
            switch character {
            case "[": isInBrackets = true
            case "]": isInBrackets = false
            case ":" where !isInBrackets: parts.append("")
            default: parts[parts.count - 1].append(character)
            }
        }
        guard parts.count == 4, !isInBrackets, let port = Self.port(parts[1]), let toPort = Self.port(parts[3]),
            !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F })
        else { return nil }
        host = parts[0].lowercased()
        self.port = port
        toHost = parts[2]
        self.toPort = toPort
    }

    /// The inner nil for none; the outer nil for what is no port.
    private static func port(_ text: String) -> Int?? {
        if text.isEmpty { return .some(nil) }
        guard let port = UInt16(text), port > 0 else { return nil }
        return .some(Int(port))
    }

    func applies(to host: String, _ port: Int) -> Bool {
        (self.host.isEmpty || self.host == host.lowercased()) && (self.port ?? port) == port
    }
}

/// A host and port that a connection is made to.
struct ConnectTarget: Hashable, Sendable {
    var host: String
    var port: Int

    /// As it stands in a URL or a message.
    var text: String { (host.contains(":") ? "[\(host)]" : host) + ":\(port)" }
}
