internal import DoorwardJOSE

/// Texts as they stand in queries, forms and `Authorization` fields.
enum FormText {
    /// `name=value` with `&` between them, everything but unreserved characters percent-encoded (RFC 6749 appendix B;
    /// a space is `%20`, which a form's reader takes as well as `+`).
    static func encode(_ parameters: [(name: String, value: String)]) -> String {
        parameters.map { encode($0.name) + "=" + encode($0.value) }.joined(separator: "&")
    }

    static func encode(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var encoded: [UInt8] = []
        encoded.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                encoded.append(byte)
            default: encoded += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }

    /// The credentials of HTTP Basic: id and secret form-encoded first (RFC 6749 §2.3.1), then base64 (RFC 4648 §4).
    static func basic(_ clientID: String, _ secret: String) -> String {
        let text = Base64URL.encode(Array((encode(clientID) + ":" + encode(secret)).utf8))
        let letters = text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "-"): UInt8(ascii: "+")
            case UInt8(ascii: "_"): UInt8(ascii: "/")
            default: byte
            }
        }
        let padding = String(repeating: "=", count: (4 - letters.count % 4) % 4)
        return "Basic " + String(decoding: letters, as: UTF8.self) + padding
    }
}
