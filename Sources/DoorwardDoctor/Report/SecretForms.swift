internal import DoorwardDocuments

/// The ways in which a secret can be written that no unescaping undoes: as it is, in base64 and in hexadecimal.
///
/// Escapes of URLs, JSON and HTML are ``UnescapedText``'s.
struct SecretForms {
    /// Shorter secrets would be found in texts that do not hold them.
    static let shortest = 4
    /// Base64 in the midst of other base64 has fewer characters that are the secret's alone.
    private static let shortestEncoded = 6

    let all: Set<[UInt8]>

    init(_ secret: String) {
        let bytes = Array(secret.utf8)
        guard bytes.count >= Self.shortest else {
            all = []
            return
        }
        var forms: Set<[UInt8]> = [bytes, bytes.map { $0 == 0x20 ? 0x2B : $0 }]
        // A secret may look as if it held escapes, which go away together with those around it.
        let unescaped = UnescapedText(bytes).bytes
        if unescaped.count >= Self.shortest { forms.insert(unescaped) }
        let hex = Self.hex(bytes)
        forms.insert(hex)
        forms.insert(hex.map { (0x61...0x66).contains($0) ? $0 & 0xDF : $0 })
        let base64 = Array(Base64Text.encode(bytes).utf8)
        forms.insert(base64)
        forms.insert(base64.map { $0 == UInt8(ascii: "+") ? UInt8(ascii: "-") : $0 == 0x2F ? 0x5F : $0 })
        for alignment in 0..<3 {
            for alphabet in [Base64Form.standard, Base64Form.urlSafe] {
                let inner = Base64Form.inner(bytes, alignment: alignment, alphabet: alphabet)
                if inner.count >= Self.shortestEncoded { forms.insert(inner) }
            }
        }
        all = forms
    }

    private static func hex(_ bytes: [UInt8]) -> [UInt8] {
        let digits = Array("0123456789abcdef".utf8)
        return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }
}
