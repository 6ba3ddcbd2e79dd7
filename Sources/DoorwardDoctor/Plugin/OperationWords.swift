internal import DoorwardDocuments

/// What an operation's names say about it: whether it only reads, or does something.
///
/// Some APIs let `GET` change something, so names are looked at before one is called with a real token.
struct OperationWords {
    /// Whether calling it may do something.
    let acts: Bool
    /// Whether its name begins as those of operations do that only read.
    let reads: Bool
    /// Whether it tells how the server is: such operations are often open to everybody.
    let tellsHealth: Bool

    init(_ operation: OpenAPIOperation, in document: OpenAPIDocument) {
        let name = Self.words(operation.operationID ?? "")
        let path = Self.words(operation.path.segmentsWithoutParameters)
        let claims = Self.isReading(name)
        reads = claims || name.isEmpty && Self.isReading(path.suffix(1))
        tellsHealth = !Self.health.isDisjoint(with: name + path)
        let texts = [operation.summary ?? "", operation.description ?? ""]
        acts =
            Self.isConsequential(operation, in: document) || Self.act(name, isReader: claims)
            || Self.act(path, isReader: claims) || Self.begins(with: operation.summary ?? "")
            || texts.contains { !Self.warnings.isDisjoint(with: Self.words($0)) }
    }

    /// Whether the document says that it does something (`x-openai-isConsequential`).
    static func isConsequential(_ operation: OpenAPIOperation, in document: OpenAPIDocument) -> Bool {
        switch document.value.value(atReference: "#" + operation.pointer)?["x-openai-isConsequential"] {
        case .bool(let flag)?: flag
        case .string(let text)?: text.lowercased() == "true"
        default: false
        }
    }

    /// The words of a name in lower case, split where the case changes and at everything that is no letter.
    static func words(_ text: some StringProtocol) -> [String] {
        var words: [String] = []
        var word = ""
        var wasLower = false
        for scalar in text.unicodeScalars {
            let isLetter = scalar.properties.isAlphabetic
            let isUpper = isLetter && scalar.properties.isUppercase
            if !isLetter || isUpper && wasLower {
                if !word.isEmpty { words.append(word) }
                word = ""
            }
            if isLetter { word += String(scalar).lowercased() }
            wasLower = isLetter && !isUpper
        }
        return word.isEmpty ? words : words + [word]
    }

    private static func isReading(_ words: some Collection<String>) -> Bool {
        guard let first = words.first else { return false }
        return reading.contains(first) && !words.contains("and")
    }

    /// - Parameter isReader: whether words that are things as well as deeds (`post`, `order`) are meant as things.
    private static func act(_ words: [String], isReader: Bool) -> Bool {
        let pairs = zip(words, words.dropFirst()).map { $0 + $1 }
        return (words + pairs).contains { word in
            deeds.contains(word) || !isReader && deedsOrThings.contains(word)
                || beginnings.contains { word.hasPrefix($0) }
        }
    }

    /// Whether a sentence of a text begins with a deed: "Restarts the server."
    private static func begins(with text: String) -> Bool {
        text.split { ".;:!,\n".contains($0) }.contains { sentence in
            let words = words(sentence)
            let clauses = [words.first] + zip(words, words.dropFirst()).map { ["and", "then"].contains($0) ? $1 : nil }
            return clauses.contains { word in
                guard let word else { return false }
                return stems(word).contains { deeds.contains($0) || deedsOrThings.contains($0) }
                    || beginnings.contains { word.hasPrefix($0) }
            }
        }
    }

    private static func stems(_ word: String) -> [String] {
        var stems = [word]
        if word.hasSuffix("s") { stems.append(String(word.dropLast())) }
        if word.hasSuffix("es") { stems.append(String(word.dropLast(2))) }
        if word.hasSuffix("ies") { stems.append(word.dropLast(3) + "y") }
        return stems
    }
}

extension OperationWords {
    private static let reading: Set<String> = [
        "get", "list", "search", "find", "show", "read", "fetch", "health", "status", "me", "query", "lookup", "view",
        "describe", "count", "retrieve", "browse", "ping", "version", "info", "say", "hello", "whoami", "check",
    ]

    private static let health: Set<String> = [
        "health", "healthz", "healthcheck", "status", "ping", "version", "live", "livez", "ready", "readyz", "alive",
        "up", "metrics",
    ]

    /// Words of deeds, wherever they stand.
    private static let deeds: Set<String> = [
        "abort", "accept", "activate", "add", "apply", "approve", "assign", "ban", "buy", "cancel", "clean",
        "cleanup", "clear", "confirm", "create", "deactivate", "decline", "delete", "demote", "deny", "destroy",
        "disable", "disconnect", "dismiss", "edit", "enable", "enqueue", "erase", "execute", "expire", "flush",
        "generate", "halt", "impersonate", "insert", "install", "invalidate", "invoke", "kick", "kill", "logoff",
        "logon", "logout", "merge", "migrate", "modify", "mute", "optin", "optout", "overwrite", "pause", "pay",
        "poweroff", "poweron", "promote", "provision", "purge", "put", "reboot", "rebuild", "redeem", "regenerate",
        "register", "reindex", "reject", "reload", "remove", "rename", "renew", "replace", "reset", "restart",
        "restore", "resume", "retry", "revert", "revoke", "rollback", "rotate", "save", "sell", "send", "shut",
        "shutdown", "signin", "signout", "spawn", "start", "stop", "submit", "subscribe", "suspend", "terminate",
        "toggle", "trigger", "truncate", "turnoff", "turnon", "unblock", "uninstall", "unlink", "unlock", "unpublish",
        "unregister", "unsubscribe", "upload", "upsert", "void", "wipe", "withdraw", "write", "callback",
    ]

    /// Words that may be deeds or things: `GET /post/1` reads, `GET /post` may not.
    private static let deedsOrThings: Set<String> = [
        "archive", "backup", "bill", "block", "book", "build", "call", "capture", "charge", "checkin", "checkout",
        "click", "close", "comment", "commit", "copy", "deploy", "dial", "donate", "drop", "email", "empty", "export",
        "follow", "format", "grant", "import", "invite", "launch", "like", "lock", "login", "mail", "mark", "message",
        "move", "notify", "open", "order", "patch", "post", "print", "process", "publish", "purchase", "push",
        "refresh", "refund", "release", "request", "reserve", "run", "scan", "schedule", "seed", "set", "share",
        "sign", "signup", "sms", "sync", "synchronize", "test", "tip", "track", "trade", "transfer", "trash", "tweet",
        "update", "upgrade", "use", "vote", "webhook",
    ]

    /// Words written together: `sendmail`, `purgeall`.
    private static let beginnings = [
        "delete", "destroy", "purge", "reboot", "remove", "reset", "restart", "revoke", "rotate", "sendmail",
        "sendemail",
        "sendmessage", "sendsms", "shutdown", "signout", "logout", "truncate", "unsubscribe", "wipe",
    ]

    /// Words by which a description warns.
    private static let warnings: Set<String> = ["destructive", "destructively", "irreversible", "irreversibly"]
}

extension PathTemplate {
    /// The path without the names of its parameters.
    fileprivate var segmentsWithoutParameters: String {
        var text = ""
        var isName = false
        for letter in self.text {
            if letter == "{" { isName = true }
            if !isName { text.append(letter) }
            if letter == "}" { isName = false }
        }
        return text
    }
}
