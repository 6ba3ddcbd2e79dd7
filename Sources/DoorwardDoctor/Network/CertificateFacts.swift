/// What a certificate (RFC 5280 section 4.1) says about itself, as far as people want to know it.
struct CertificateFacts: Sendable, Equatable {
    /// `CN=api.example.com`; `CN=R11, O=Let's Encrypt`.
    var subject = ""
    var issuer = ""
    /// DNS names and addresses.
    var names: [String] = []
    /// Whether subject and issuer are the same.
    var isSelfIssued = false
    /// Whether it says where its issuer's certificate is to be had, as those of public authorities do.
    var hasIssuerAddress = false

    /// Reads a certificate in DER; what cannot be read is left empty.
    init(der: [UInt8]) {
        var file = DERReader(der[...])
        guard let certificate = file.next(0x30) else { return }
        var outer = DERReader(certificate)
        guard let signed = outer.next(0x30) else { return }
        var fields = DERReader(signed)
        _ = fields.next(0xA0)  // version
        guard fields.next(0x02) != nil, fields.next(0x30) != nil else { return }  // serial number, algorithm
        guard let issuer = fields.next(0x30), fields.next(0x30) != nil, let subject = fields.next(0x30) else { return }
        self.issuer = Self.name(issuer)
        self.subject = Self.name(subject)
        isSelfIssued = issuer.elementsEqual(subject)
        // Unique identifiers may stand in front of the extensions.
        while let field = fields.next() {
            if field.tag == 0xA3 { readExtensions(field.content) }
        }
    }

    private mutating func readExtensions(_ content: ArraySlice<UInt8>) {
        var outer = DERReader(content)
        guard let list = outer.next(0x30) else { return }
        var extensions = DERReader(list)
        while let one = extensions.next(0x30) {
            var parts = DERReader(one)
            guard let identifier = parts.next(0x06) else { continue }
            _ = parts.next(0x01)  // critical
            guard let value = parts.next(0x04) else { continue }
            if identifier.elementsEqual([0x55, 0x1D, 0x11]) {
                readNames(value)
            } else if identifier.elementsEqual([0x2B, 0x06, 0x01, 0x05, 0x05, 0x07, 0x01, 0x01]) {
                hasIssuerAddress = true
            }
        }
    }

    /// The alternative names (RFC 5280 section 4.2.1.6).
    private mutating func readNames(_ value: ArraySlice<UInt8>) {
        var outer = DERReader(value)
        guard let list = outer.next(0x30) else { return }
        var reader = DERReader(list)
        while let name = reader.next(), names.count < 1000 {
            switch (name.tag, name.content.count) {
            case (0x82, _): names.append(String(decoding: name.content, as: UTF8.self).lowercased())
            case (0x87, 4): names.append(name.content.map { String($0) }.joined(separator: "."))
            case (0x87, 16): names.append(Self.address(Array(name.content)))
            default: break
            }
        }
    }

    /// An IPv6 address, not shortened.
    private static func address(_ bytes: [UInt8]) -> String {
        stride(from: 0, to: bytes.count - 1, by: 2)
            .map { String(Int(bytes[$0]) << 8 | Int(bytes[$0 + 1]), radix: 16) }.joined(separator: ":")
    }

    private static func name(_ content: ArraySlice<UInt8>) -> String {
        var parts: [String] = []
        var sets = DERReader(content)
        while let set = sets.next(0x31) {
            var inner = DERReader(set)
            guard let pair = inner.next(0x30) else { continue }
            var fields = DERReader(pair)
            guard let identifier = fields.next(0x06), let value = fields.next() else { continue }
            let text = String(decoding: value.content, as: UTF8.self)
            if identifier.elementsEqual([0x55, 0x04, 0x03]) { parts.insert("CN=" + text, at: 0) }
            if identifier.elementsEqual([0x55, 0x04, 0x0A]) { parts.append("O=" + text) }
        }
        return parts.joined(separator: ", ")
    }

    /// Whether it is for a host: one of its names, or a `*` for the first label (RFC 6125 section 6.4).
    func isFor(_ host: String) -> Bool {
        let host = host.lowercased()
        let dot = host.firstIndex(of: ".")
        return names.contains { name in
            if name == host { return true }
            guard name.hasPrefix("*."), let dot else { return false }
            return name.dropFirst() == host[dot...]
        }
    }
}
