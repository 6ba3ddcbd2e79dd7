/// A secret, or what looks like one, in a document. It never holds the value.
struct SecretSighting {
    /// What was seen, the surest first: of several readings of the same bytes the first counts.
    enum Kind: Int {
        case clientSecret, privateKey, known, wrongChecksum, test, webToken, urlPassword, credential, query, named
    }

    var kind: Kind
    /// What it is, in words that can follow "this is": `an OpenAI API key`.
    var what: String
    /// Where it is in the document's bytes.
    var range: Range<Int>
    /// How it is written, in words; empty when it is written as it is.
    var encodings: [String] = []
    var severity: LintSeverity?
    /// Whether the name in front of it is not sure to be that of a secret (`token`, `key`, `sig`).
    var isDoubtful = false
    /// How many of its first bytes may be shown: all keys of the kind begin with them.
    var publicBytes = 0

    /// How bad it is.
    var weight: LintSeverity { severity ?? rule.severity }

    init(_ kind: Kind, _ what: String, _ range: Range<Int>) {
        self.kind = kind
        self.what = what
        self.range = range
    }

    init(_ key: KeySighting) {
        range = key.range
        what = key.name
        publicBytes = key.prefix.utf8.count
        switch key.kind {
        case .live: kind = .known
        case .test: kind = .test
        case .wrongChecksum: kind = .wrongChecksum
        case .privateKey: kind = .privateKey
        case .webToken: kind = .webToken
        case .urlPassword: kind = .urlPassword
        }
        if !key.prefix.isEmpty, key.kind != .privateKey { what += " (“\(key.prefix)…”)" }
    }
}
