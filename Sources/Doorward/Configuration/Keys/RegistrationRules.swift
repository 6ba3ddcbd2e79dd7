// The rules for single values about clients that register themselves.
extension ValueRules {
    /// Schemes with a meaning of their own: a redirect to one of them would run, show or send something else.
    private static let unusableSchemes: Set<String> = [
        "http", "https", "javascript", "vbscript", "data", "file", "blob", "filesystem", "about", "view-source", "jar",
        "resource", "ftp", "ftps", "sftp", "ws", "wss", "mailto", "tel", "sms", "urn", "intent", "content", "chrome",
        "ms-settings", "shell", "ssh", "ldap", "ldaps", "gopher",
    ]

    /// A private-use scheme (RFC 8252 §7.1) by its name (RFC 3986 §3.1), lower-case.
    static func redirectScheme(_ text: String) throws(Failure) -> String {
        let hint = "write the scheme alone, lower-case, such as cursor"
        let fits = text.utf8.allSatisfy {
            $0.isASCIILower || $0.isASCIIDigit || $0 == 0x2B || $0 == 0x2D || $0 == 0x2E
        }
        guard let first = text.utf8.first, first.isASCIILower, fits, text.utf8.count <= 64 else {
            throw Failure("\(text.echoed) is not a scheme", hint: hint)
        }
        guard text != "http", text != "https" else {
            throw Failure(
                "'\(text)' is no private-use scheme", hint: "remove it: https is allowed, http for loopback only")
        }
        guard !unusableSchemes.contains(text) else {
            throw Failure("'\(text)' is a scheme with a meaning of its own", hint: "remove it")
        }
        return text
    }

    /// The name of a pool of addresses.
    static func poolName(_ text: String) throws(Failure) {
        let fits = text.utf8.allSatisfy { $0.isASCIILower || $0.isASCIIDigit || $0 == 0x5F }
        guard (1...64).contains(text.utf8.count), fits else {
            throw Failure(
                "has a name that is not made of lower-case letters, digits and underscores", hint: "write vendor: …")
        }
    }

    /// Blocks of addresses between blanks, each once.
    static func addressBlocks(_ text: String) throws(Failure) -> [CIDRBlock] {
        var blocks: [CIDRBlock] = []
        for word in text.split(separator: " ") {
            let block = try CIDRBlock(parsing: String(word))
            guard !block.isEverything else {
                throw Failure("has a block that holds every address", hint: "write the vendor's own addresses")
            }
            guard blocks.count < ConfigurationBinding.maximumItems else {
                throw Failure(
                    "has more than \(ConfigurationBinding.maximumItems) blocks", hint: "join them to larger ones")
            }
            if !blocks.contains(block) { blocks.append(block) }
        }
        guard !blocks.isEmpty else {
            throw Failure("is empty", hint: "write blocks such as 192.0.2.0/24 2001:db8::/32, or remove the line")
        }
        return blocks
    }

    /// A host that may have documents of clients, lower-case.
    static func documentHost(_ text: String) throws(Failure) -> String {
        try name(ofHost: text, hint: "write a host such as claude.ai, without https:// and path")
    }
}
