/// One way in which documents write characters by others; undone wherever it occurs, whatever the document's format.
enum Unescaping: String, CaseIterable {
    case percent = "percent-encoded"
    case backslash = "JSON-escaped"
    case html = "HTML-escaped"

    /// The text with all escapes undone.
    func undo(_ source: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.count)
        var start = 0
        var place = 0
        while place < source.count {
            guard source[place] == mark, let (replacement, length) = escape(at: place, in: source) else {
                place += 1
                continue
            }
            bytes.append(contentsOf: source[start..<place])
            bytes.append(contentsOf: replacement)
            place += length
            start = place
        }
        bytes.append(contentsOf: source[start...])
        return bytes
    }

    /// Where in the source places of the undone text come from; they are given in ascending order.
    func sources(of offsets: [Int], in source: [UInt8]) -> [Int] {
        var found: [Int] = []
        var place = 0
        var count = 0
        for offset in offsets {
            while place < source.count, count < offset {
                if source[place] == mark, let (replacement, length) = escape(at: place, in: source) {
                    count += replacement.count
                    place += length
                } else {
                    count += 1
                    place += 1
                }
            }
            found.append(place)
        }
        return found
    }

    var mark: UInt8 {
        switch self {
        case .percent: UInt8(ascii: "%")
        case .backslash: UInt8(ascii: "\\")
        case .html: UInt8(ascii: "&")
        }
    }

    private func escape(at place: Int, in source: [UInt8]) -> (bytes: [UInt8], length: Int)? {
        switch self {
        case .percent: Self.hexadecimal(source, from: place + 1, count: 2).map { ([UInt8($0)], 3) }
        case .backslash: Self.backslashEscape(at: place, in: source)
        case .html: Self.htmlEscape(at: place, in: source)
        }
    }

    /// The escapes of JSON (RFC 8259 section 7) and those that YAML adds: `\xNN`, `\UNNNNNNNN`.
    private static func backslashEscape(at place: Int, in source: [UInt8]) -> (bytes: [UInt8], length: Int)? {
        guard place + 1 < source.count else { return nil }
        switch source[place + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return ([source[place + 1]], 2)
        case UInt8(ascii: "b"): return ([0x08], 2)
        case UInt8(ascii: "f"): return ([0x0C], 2)
        case UInt8(ascii: "n"): return ([0x0A], 2)
        case UInt8(ascii: "r"): return ([0x0D], 2)
        case UInt8(ascii: "t"): return ([0x09], 2)
        case UInt8(ascii: "x"): return scalar(source, from: place + 2, digits: 2)
        case UInt8(ascii: "U"): return scalar(source, from: place + 2, digits: 8)
        case UInt8(ascii: "u"): return surrogates(at: place, in: source) ?? scalar(source, from: place + 2, digits: 4)
        default: return nil
        }
    }

    private static func surrogates(at place: Int, in source: [UInt8]) -> (bytes: [UInt8], length: Int)? {
        guard let high = hexadecimal(source, from: place + 2, count: 4), (0xD800...0xDBFF).contains(high),
            place + 7 < source.count, source[place + 6] == UInt8(ascii: "\\"), source[place + 7] == UInt8(ascii: "u"),
            let low = hexadecimal(source, from: place + 8, count: 4), (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
        else { return nil }
        return (Array(String(scalar).utf8), 12)
    }

    private static func scalar(_ source: [UInt8], from place: Int, digits: Int) -> (bytes: [UInt8], length: Int)? {
        guard let value = hexadecimal(source, from: place, count: digits), let scalar = Unicode.Scalar(value) else {
            return nil
        }
        return (Array(String(scalar).utf8), digits + 2)
    }

    private static let entities: [([UInt8], UInt8)] = [
        ("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&sol;", "/"),
        ("&plus;", "+"),
        ("&equals;", "="),
    ].map { (Array($0.utf8), UInt8(ascii: $1)) }

    /// Character references of HTML: the named ones that escaping functions write, and numbers.
    private static func htmlEscape(at place: Int, in source: [UInt8]) -> (bytes: [UInt8], length: Int)? {
        let rest = source[place...].prefix(12)
        for (entity, character) in entities where rest.starts(with: entity) { return ([character], entity.count) }
        guard rest.starts(with: "&#".utf8), let end = rest.firstIndex(of: UInt8(ascii: ";")) else { return nil }
        var digits = String(decoding: source[(place + 2)..<end], as: UTF8.self)
        let isHexadecimal = digits.first == "x" || digits.first == "X"
        if isHexadecimal { digits.removeFirst() }
        guard let value = UInt32(digits, radix: isHexadecimal ? 16 : 10), let scalar = Unicode.Scalar(value) else {
            return nil
        }
        return (Array(String(scalar).utf8), end - place + 1)
    }

    private static func hexadecimal(_ source: [UInt8], from place: Int, count: Int) -> UInt32? {
        guard place + count <= source.count else { return nil }
        var value: UInt32 = 0
        for byte in source[place..<(place + count)] {
            guard let digit = byte.hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}

extension [UInt8] {
    /// The bytes with percent escapes (RFC 3986 section 2.1) undone; broken ones stay as they are.
    func percentDecoded() -> (bytes: [UInt8], consumed: Int) { (Unescaping.percent.undo(self), count) }
}
