/// Judges texts in which ChatGPT's callbacks may be.
enum RedirectText {
    enum Verdict: Equatable {
        /// The part of the text that is a pattern or the beginning of many addresses, and whom it lets in.
        case pattern(String, others: String)
        case placeholder(String)
    }

    private static let hosts = ["chat.openai.com", "chatgpt.com"]

    /// Whether a document is worth a closer look; one pass over its bytes.
    static func mayBe(in bytes: [UInt8]) -> Bool {
        bytes.contains(oneOf: ["redirect", "callback", "openai.com", "chatgpt.com"])
    }

    /// What is wrong with a text; nil when nothing is.
    static func verdict(_ text: String, isRedirect: Bool) -> Verdict? {
        if isRedirect, !text.utf8.contains(where: { $0 == 0x20 || $0 == 0x0A }) { return whole(text) }
        guard text.utf8.count >= 16, Array(text.utf8).contains(oneOf: ["openai.com/aip", "chatgpt.com/aip"]) else {
            return nil
        }
        for word in text.split(whereSeparator: { $0.isWhitespace || "\"'`()<>,;“”".contains($0) }) {
            if let verdict = mention(word) { return verdict }
        }
        return nil
    }

    /// A text that is an address, or a pattern for some.
    private static func whole(_ text: String) -> Verdict? {
        guard let path = path(of: text[...]) else {
            guard text.contains("*"), text.contains("/") || text.contains("."), text.utf8.count <= 500 else {
                return nil
            }
            return .pattern(text, others: "whoever has a matching address can receive your users' codes")
        }
        if isPattern(path) { return .pattern(text, others: anybody) }
        if isPlaceholder(path) { return .placeholder(text) }
        let steps = path.split(separator: "/")
        let isExact: Bool
        switch steps.first {
        case "aip": isExact = steps.count >= 4 && steps[2] == "oauth" && steps[3] == "callback"
        case "connector": isExact = steps.count >= 3 && steps[1] == "oauth"
        default: isExact = !steps.isEmpty
        }
        return isExact ? nil : .pattern(text, others: "as a prefix, every callback begins with it, and " + anybody)
    }

    /// An address in a sentence or in code.
    private static func mention(_ word: Substring) -> Verdict? {
        guard let path = path(of: word), path.hasPrefix("/aip") else { return nil }
        if path.contains("*") || path.hasSuffix("/g-") || path.hasSuffix("/plugin-") {
            return .pattern(String(word), others: anybody)
        }
        return nil
    }

    private static let anybody = "anybody can make a GPT, and would receive your users' codes"

    /// What stands behind one of ChatGPT's hosts, also where the dots are those of a regular expression.
    private static func path(of text: Substring) -> Substring? {
        guard text.utf8.count <= 2000 else { return nil }
        let plain = text.filter { $0 != "\\" && $0 != "^" }
        for host in hosts {
            for start in ["https://" + host, "https?://" + host, host] where plain.hasPrefix(start) {
                let rest = plain.dropFirst(start.count)
                guard rest.isEmpty || "/:*?.[($".contains(rest.first ?? "/") else { continue }
                return Substring(rest)
            }
        }
        return nil
    }

    private static func isPattern(_ path: Substring) -> Bool {
        path.contains { "*+[(|$".contains($0) } && !path.contains("${")
    }

    private static func isPlaceholder(_ path: Substring) -> Bool {
        if path.contains(where: { "{}<>".contains($0) }) { return true }
        let lower = path.lowercased()
        return ["your", "xxx", "plugin_id", "gpt_id", "plugin-id", "gpt-id"].contains { lower.contains($0) }
    }
}

extension [UInt8] {
    /// Whether one of a few ASCII words of at least four letters is in the bytes, in any case.
    fileprivate func contains(oneOf words: [String]) -> Bool {
        let words = words.map { Array($0.utf8) }
        let firsts = Set(words.compactMap(\.first))
        var table = [Bool](repeating: false, count: 256)
        for first in firsts {
            table[Int(first)] = true
            if first.isLetter { table[Int(first & 0xDF)] = true }
        }
        return withUnsafeBufferPointer { bytes in
            for place in bytes.indices where table[Int(bytes[place])] {
                for word in words where place + word.count <= bytes.count {
                    var length = 0
                    while length < word.count {
                        let byte = bytes[place + length]
                        guard (byte.isLetter ? byte | 0x20 : byte) == word[length] else { break }
                        length += 1
                    }
                    if length == word.count { return true }
                }
            }
            return false
        }
    }
}
