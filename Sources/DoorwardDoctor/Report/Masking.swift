internal import DoorwardDocuments

/// Replaces what must never be shown: known secrets in every way they can be written, and fields that hold
/// credentials by their nature.
struct Masking: Sendable {
    static let mark = "…"
    private static let credentialFields: Set<String> = [
        "authorization", "proxy-authorization", "cookie", "x-api-key", "api-key",
    ]
    private let forms: [String]
    private let fieldsOfSecrets: Set<String>

    /// - Parameters:
    ///   - secrets: the secrets; shorter ones than four bytes are not looked for in texts.
    ///   - fields: names of further request fields that hold a credential.
    init(_ secrets: Set<String>, fields: Set<String> = []) {
        var forms: Set<String> = []
        for secret in secrets where secret.utf8.count >= 4 {
            forms.insert(secret)
            forms.insert(Self.percentEncoded(secret, upper: true))
            forms.insert(Self.percentEncoded(secret, upper: false))
            forms.insert(Self.percentEncoded(secret, upper: true).replacing("%20", with: "+"))
            let json = String(decoding: JSONValue.string(secret).serialized(), as: UTF8.self)
            forms.insert(String(json.dropFirst().dropLast()))
        }
        // The longest first: one secret may be part of another.
        self.forms = forms.sorted { ($1.utf8.count, $1) < ($0.utf8.count, $0) }
        fieldsOfSecrets = Set(fields.map { $0.lowercased() })
    }

    func text(_ text: String) -> String {
        var text = text
        for form in forms { text = text.replacing(form, with: Self.mark) }
        return text
    }

    /// A field's value; of credentials only the scheme stays, of cookies the names.
    func field(_ name: String, _ value: String) -> String {
        let name = name.lowercased()
        if name == "set-cookie" { return Self.cookie(value) }
        if name == "cookie" {
            return value.split(separator: ";").map { Self.cookie(String($0)) }.joined(separator: ";")
        }
        guard Self.credentialFields.contains(name) || fieldsOfSecrets.contains(name) else { return text(value) }
        guard name.hasSuffix("authorization"), let space = value.firstIndex(of: " ") else { return Self.mark }
        return value[...space] + Self.mark
    }

    private static func cookie(_ text: String) -> String {
        let end = text.firstIndex(of: ";") ?? text.endIndex
        guard let equals = text[..<end].firstIndex(of: "=") else { return text }
        return text[...equals] + mark + text[end...]
    }

    private static func percentEncoded(_ text: String, upper: Bool) -> String {
        let digits = Array((upper ? "0123456789ABCDEF" : "0123456789abcdef").utf8)
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            let lower = byte | 0x20
            if (0x30...0x39).contains(byte) || (0x61...0x7A).contains(lower) || "-._~".utf8.contains(byte) {
                encoded.append(byte)
            } else {
                encoded += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
