internal import DoorwardJOSE

/// Texts as Azure's interfaces want them.
enum AzureText {
    /// The name in front of `:443`, or the text as it is: both name the same place for https.
    static func withoutDefaultPort(_ authority: String) -> String {
        authority.hasSuffix(":443") ? String(authority.dropLast(4)) : authority
    }

    /// A host's name or address, with or without a port, lower-case; `nil` when the text is something else.
    static func authority(_ text: some StringProtocol) -> String? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let host = parts.first, (1...253).contains(host.utf8.count) else {
            return nil
        }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        let isName = labels.allSatisfy { label in
            !label.isEmpty && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
        }
        guard isName else { return nil }
        if parts.count == 2 {
            guard (1...5).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy(isDigit),
                let port = Int(parts[1]), (1...65535).contains(port)
            else { return nil }
        }
        return withoutDefaultPort(text.lowercased())
    }

    /// Whether the text can stand in a header: printable ASCII without blanks, not empty, of at most 16 KiB.
    static func isToken(_ text: String) -> Bool {
        (1...16384).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// Whether the text can be the name or the id of a tenant.
    static func isTenant(_ text: some StringProtocol) -> Bool {
        (1...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
            && text != "." && text != ".."
    }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}

extension JOSEValue {
    /// A number of seconds, which some of Azure's answers write as text.
    var azureSeconds: Int64? { integer ?? string.flatMap { Int64($0) } }
}
