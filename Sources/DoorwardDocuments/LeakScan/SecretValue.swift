/// What a value is, that stands where a secret would.
enum SecretValue {
    /// Values of which more characters than these are not looked at.
    static let examined = 512

    /// Words that only stand in for a secret, wherever they are in it.
    private static let decisive = [
        "example", "placeholder", "your", "replace", "changeme", "change-me", "change_me", "change-this", "change_this",
        "redacted", "notareal", "dummy", "insert", "sample", "fake", "foobar", "xxxx", "123456", "abcdef", "abc123",
        "00000", "hidden", "put-", "put_", "enter", "todo", "lorem", "goes-here", "goes_here", "goeshere",
        "process.env",
        "os.environ", "getenv", "secrets.", "dontcommit", "invalid",
    ].map { Array($0.utf8) }

    /// Words that a secret may hold, but that are no secret by themselves.
    private static let idle = [
        "passwort", "password", "passwd", "passphrase", "secret", "bearer", "token", "access", "apikey", "client",
        "server", "user", "username", "test", "demo", "admin", "root", "guest", "default", "string", "value", "none",
        "null", "undefined", "true", "false", "key", "api", "auth", "basic", "here", "my", "the", "app", "some", "pass",
        "pwd", "prod", "live", "dev", "local", "postgres", "mysql", "mongo", "redis", "rabbitmq", "qwerty", "letmein",
        "welcome", "hash", "salt", "id", "new", "old", "required", "optional", "openai", "chatgpt", "plugin", "service",
        "super", "very", "correct", "wrong", "valid",
    ].sorted { $0.utf8.count > $1.utf8.count }.map { Array($0.utf8) }

    /// Values that specifications and tools show everywhere.
    private static let wellKnown: Set<[UInt8]> = Set(
        [
            "2YotnFZFEjr1zCsicMWpAA", "tGzv3JOkF0XG5Qx2TlKWIA", "SplxlOBeZQQYbYS6WxSbIA", "7Fjfp0ZBr1KtDRbnfVdmIw",
            "gX1fBat3bV", "mF_9.B5f-4.1JqM", "czZCaGRSa3F0MzpnWDFmQmF0M2JW", "QWxhZGRpbjpvcGVuIHNlc2FtZQ==",
            "QWxhZGRpbjpPcGVuU2VzYW1l", "dXNlcm5hbWU6cGFzc3dvcmQ=", "dXNlcjpwYXNz", "dXNlcjpwYXNzd29yZA==",
            "3fa85f64-5717-4562-b3fc-2c963f66afa6", "550e8400-e29b-41d4-a716-446655440000",
            "123e4567-e89b-12d3-a456-426614174000", "123e4567-e89b-12d3-a456-426655440000",
            "497f6eca-6276-4993-bfeb-53cbbbba6f08", "d290f1ee-6c54-4b01-90e6-d701748f0851",
        ].map { Array($0.utf8) })

    /// Whether a value only stands for a secret: `<your key>`, `${API_KEY}`, `xxxx`, `changeme`, `my-secret`.
    ///
    /// - Parameter readsDigits: whether `p4ssw0rd` is read as the word that it means.
    static func isPlaceholder(_ value: ArraySlice<UInt8>, readsDigits: Bool = true) -> Bool {
        let value = value.prefix(examined)
        guard !value.isEmpty, !wellKnown.contains(Array(value)) else { return true }
        if value.contains(where: { "<>{}[]".utf8.contains($0) }) || value.holds(Array("...".utf8))
            || value.holds(Array("***".utf8)) || value.holds(Array("…".utf8)) || isVariable(value)
        {
            return true
        }
        let lower = value.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        if decisive.contains(where: { lower[...].holds($0) }) { return true }
        let rest = withoutIdleWords(readsDigits ? plain(lower) : lower.filter(\.isAlphanumeric))
        return Set(rest).count < 4 && Set(value).count < 20 || isRow(lower)
    }

    /// Whether a value looks as if chance had made it.
    ///
    /// - Parameter least: the least number of characters.
    static func isRandom(_ value: ArraySlice<UInt8>, least: Int = 12) -> Bool {
        guard value.count >= least, !isPlaceholder(value) else { return false }
        let value = value.prefix(examined)
        guard value.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), !isStructured(value) else { return false }
        return Wording(value).isRandom
    }

    /// An address, or the number of a transaction or block, as Ethereum and its like write them.
    static func isLedgerNumber(_ value: ArraySlice<UInt8>) -> Bool {
        guard value.count == 42 || value.count == 66, value.starts(with: "0x".utf8) else { return false }
        return value.dropFirst(2).allSatisfy { $0.hexDigitValue != nil }
    }

    /// 8-4-4-4-12 hexadecimal digits.
    static func isUUID(_ value: ArraySlice<UInt8>) -> Bool {
        guard value.count == 36 else { return false }
        return zip(value, 0...).allSatisfy { byte, place in
            [8, 13, 18, 23].contains(place) ? byte == UInt8(ascii: "-") : byte.hexDigitValue != nil
        }
    }

    /// `$API_KEY`, `%API_KEY%`, `API_KEY`, `:token`, `@secret`.
    private static func isVariable(_ value: ArraySlice<UInt8>) -> Bool {
        let name = value.drop { "$%@:_".utf8.contains($0) }
        if name.count < value.count, name.allSatisfy({ $0.isLetter || $0 == UInt8(ascii: "_") || $0 == 0x25 }) {
            return true
        }
        return value.contains(UInt8(ascii: "_")) && value.allSatisfy { (0x41...0x5A).contains($0) || $0 == 0x5F }
    }

    /// A URL, a date, a time, a version.
    private static func isStructured(_ value: ArraySlice<UInt8>) -> Bool {
        if value.holds(Array("://".utf8)) { return true }
        let digits = value.count(where: \.isDigit)
        let marks = value.count { "-:.TZ+/".utf8.contains($0) }
        return digits + marks == value.count
    }

    private static func isRow(_ bytes: [UInt8]) -> Bool {
        zip(bytes, bytes.dropFirst()).count { $0 &+ 1 == $1 || $0 == $1 } * 2 >= bytes.count
    }

    /// Letters written as `p4$$w0rd` has them; what is not a letter goes.
    private static func plain(_ lower: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        for byte in lower {
            switch byte {
            case UInt8(ascii: "@"), UInt8(ascii: "4"): text.append(UInt8(ascii: "a"))
            case UInt8(ascii: "0"): text.append(UInt8(ascii: "o"))
            case UInt8(ascii: "1"), UInt8(ascii: "!"): text.append(UInt8(ascii: "i"))
            case UInt8(ascii: "3"): text.append(UInt8(ascii: "e"))
            case UInt8(ascii: "$"), UInt8(ascii: "5"): text.append(UInt8(ascii: "s"))
            default: if byte.isAlphanumeric { text.append(byte) }
            }
        }
        return text
    }

    private static func withoutIdleWords(_ text: [UInt8]) -> [UInt8] {
        var rest: [UInt8] = []
        var place = 0
        while place < text.count {
            let length = idle.first { text[place...].starts(with: $0) }?.count ?? 0
            if length == 0 { rest.append(text[place]) }
            place += max(length, 1)
        }
        return rest
    }
}
