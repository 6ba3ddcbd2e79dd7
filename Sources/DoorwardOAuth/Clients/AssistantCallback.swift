/// The callbacks of ChatGPT: two addresses for each plugin or GPT, because it uses both hosts.
public enum AssistantCallback {
    /// The hosts on which anybody's GPT has an address.
    static let hosts = ["chat.openai.com", "chatgpt.com"]

    /// Both callbacks of a plugin (`plugin-` and a UUID) or GPT (`g-` and 9 base62 characters or 32 hexadecimal
    /// digits).
    ///
    /// - Throws: `RedirectRefusal.malformedAssistantID`.
    public static func uris(id: String) throws(RedirectRefusal) -> [String] {
        guard isID(id) else { throw .malformedAssistantID(id) }
        return hosts.map { "https://\($0)/aip/\(id)/oauth/callback" }
    }

    /// The id in a path `/aip/{id}/oauth/callback`; nil when the path is another.
    static func id(inPath path: String) -> String? {
        guard path.hasPrefix("/aip/"), path.hasSuffix("/oauth/callback") else { return nil }
        let id = String(path.dropFirst(5).dropLast(15))
        return isID(id) ? id : nil
    }

    /// Whether a path on these hosts is a single client's: of a plugin or GPT, or the connectors' own.
    static func isExact(path: String) -> Bool {
        if id(inPath: path) != nil || path == "/connector_platform_oauth_redirect" { return true }
        let prefix = "/connector/oauth/"
        let id = path.dropFirst(prefix.count)
        return path.hasPrefix(prefix) && (8...64).contains(id.utf8.count) && id.utf8.allSatisfy(isBase62)
    }

    static func isID(_ id: String) -> Bool {
        if id.hasPrefix("plugin-") { return isUUID(id.utf8.dropFirst(7)) }
        guard id.hasPrefix("g-") else { return false }
        let rest = id.utf8.dropFirst(2)
        return rest.count == 9 && rest.allSatisfy(isBase62) || rest.count == 32 && rest.allSatisfy(isHexadecimal)
    }

    private static func isUUID(_ text: Substring.UTF8View) -> Bool {
        text.count == 36
            && text.enumerated().allSatisfy { index, byte in
                [8, 13, 18, 23].contains(index) ? byte == UInt8(ascii: "-") : isHexadecimal(byte)
            }
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"): true
        default: false
        }
    }

    private static func isBase62(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }
}
