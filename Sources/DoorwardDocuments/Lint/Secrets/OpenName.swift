/// Names of what is made to be seen, although they sound like names of secrets: `public_key`, `nextPageToken`.
enum OpenName {
    private static func words(_ texts: [String]) -> Set<[UInt8]> { Set(texts.map { Array($0.utf8) }) }

    private static let open = words([
        "public", "publishable", "anon", "verification", "sitekey", "site", "recaptcha", "hcaptcha", "idempotency",
        "idempotent",
    ])
    private static let openStarts = ["publickey", "publishable", "anonkey", "recaptcha", "idempoten", "verification"]
        .map { Array($0.utf8) }
    private static let openEnds = ["publickey", "sitekey", "anonkey", "publishablekey"].map { Array($0.utf8) }

    /// Whether a key of that name is made to be seen.
    static func isOpen(_ name: NameWords) -> Bool {
        name.words.contains { word in
            open.contains(Array(word)) || openStarts.contains { word.starts(with: $0) }
                || openEnds.contains { word.count > $0.count && word.suffix($0.count).elementsEqual($0) }
        }
    }

    /// Words in front of tokens that are no credentials: places in lists, and marks against forged forms.
    private static let idle = words([
        "page", "pages", "paging", "pagination", "next", "prev", "previous", "continue", "continuation", "sync",
        "cursor", "csrf", "xsrf", "captcha", "resume", "resumption", "delta", "scroll", "start", "stop",
        "offset", "max", "design", "first", "last", "antiforgery",
    ])
    private static let idleStarts = ["csrf", "xsrf", "captcha"].map { Array($0.utf8) }
    private static let token = Array("token".utf8)

    /// Whether a token of that name is no credential.
    static func isIdleToken(_ name: NameWords) -> Bool {
        name.words.contains { word in
            let stem =
                word.count > token.count && word.suffix(token.count).elementsEqual(token)
                ? word.dropLast(token.count) : word
            if idle.contains(Array(stem)) || idleStarts.contains(where: { stem.starts(with: $0) }) {
                return true
            }
            // `nextpagetoken`
            return stem.indices.dropFirst().contains {
                idle.contains(Array(stem[..<$0])) && idle.contains(Array(stem[$0...]))
            }
        }
    }
}
