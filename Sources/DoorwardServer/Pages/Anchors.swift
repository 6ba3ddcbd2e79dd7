/// Gives every name on a page an `id` of its own: ASCII letters, digits, `-` and `_` after a prefix.
struct Anchors {
    private var taken: Set<String> = []
    private var counts: [String: Int] = [:]

    /// The anchor for a name; the same name again gets a number at its end.
    mutating func anchor(for name: String, prefix: String) -> String {
        var slug = ""
        for byte in name.utf8.prefix(80) {
            let scalar = UnicodeScalar(byte)
            let fits = byte == UInt8(ascii: "_") || Character(scalar).isASCIIAlphanumeric
            if fits { slug.unicodeScalars.append(scalar) } else if slug.last != "-" { slug += "-" }
        }
        let base = prefix + slug
        var number = counts[base, default: 0]
        var anchor = base
        repeat {
            number += 1
            anchor = number == 1 ? base : "\(base)-\(number)"
        } while taken.contains(anchor)
        counts[base] = number
        taken.insert(anchor)
        return anchor
    }
}

extension Character {
    fileprivate var isASCIIAlphanumeric: Bool { isASCII && (isLetter || isNumber) }
}
