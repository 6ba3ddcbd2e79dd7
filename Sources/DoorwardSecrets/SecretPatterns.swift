/// What can be predicted in a value: repetitions, runs such as `abcd` and `1111`, and words people use as placeholders.
struct SecretPatterns {
    /// The bytes that are looked at; more are not needed to call a secret long enough.
    static let examined = 1024

    /// The number of characters that do not follow from the others.
    let surprising: Int
    /// The number of different byte values.
    let distinct: Int
    /// Whether hardly anything is left besides one repetition and well-known words: no length makes up for that.
    let isTrivial: Bool

    init(_ bytes: UnsafeRawBufferPointer) {
        distinct = Set(bytes).count
        let once = UnsafeRawBufferPointer(rebasing: bytes.prefix(Self.period(of: bytes)))
        let running = Self.running(once)
        // Random text has a run here and there; only where they are the rule do they count.
        let runs = running * 4 >= once.count ? running : 0
        let words = Self.words(once)
        surprising = max(0, once.count - runs - Self.padding(once) - words)
        isTrivial = distinct < 6 || once.count - words <= 8
    }

    /// The shortest length after which the whole repeats itself (Knuth, Morris and Pratt's border table).
    private static func period(of bytes: UnsafeRawBufferPointer) -> Int {
        guard bytes.count > 1 else { return bytes.count }
        var borders = [0]
        borders.reserveCapacity(bytes.count)
        var border = 0
        for index in 1..<bytes.count {
            while border > 0, bytes[index] != bytes[border] { border = borders[border - 1] }
            if bytes[index] == bytes[border] { border += 1 }
            borders.append(border)
        }
        let period = bytes.count - border
        return period * 2 <= bytes.count ? period : bytes.count
    }

    /// The number of characters that continue a run: the same step (-1, 0 or 1) twice.
    private static func running(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard bytes.count > 2 else { return 0 }
        return (2..<bytes.count).count { index in
            let step = Int(bytes[index]) - Int(bytes[index - 1])
            return abs(step) <= 1 && step == Int(bytes[index - 1]) - Int(bytes[index - 2])
        }
    }

    private static func padding(_ bytes: UnsafeRawBufferPointer) -> Int {
        bytes.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    }

    private static let placeholders = [
        "changeme", "change-me", "change_me", "password", "passw0rd", "secret", "example", "qwertyuiop", "qwerty",
        "letmein", "default", "placeholder", "replace", "insert", "service", "access", "development", "testing",
        "chatgpt", "openai", "plugin", "doorward",
    ].map { Array($0.utf8) }

    /// The number of characters that belong to well-known words.
    private static func words(_ bytes: UnsafeRawBufferPointer) -> Int {
        let lower = bytes.map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 ? $0 | 0x20 : $0 }
        var covered = 0
        var index = 0
        while index < lower.count {
            let rest = lower[index...]
            let length = placeholders.first { rest.starts(with: $0) }?.count ?? 0
            covered += length
            index += max(length, 1)
        }
        return covered
    }

    /// 8-4-4-4-12 hexadecimal digits.
    static func isUUID(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count == 36 else { return false }
        return bytes.indices.allSatisfy { index in
            switch bytes[index] {
            case UInt8(ascii: "-"): [8, 13, 18, 23].contains(index)
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
                UInt8(ascii: "A")...UInt8(ascii: "F"):
                ![8, 13, 18, 23].contains(index)
            default: false
            }
        }
    }
}
