import DoorwardDocuments

/// The shell command that does what a form does; the page's script writes the same one for what is typed.
struct CurlLine {
    var method: String
    var url: String
    /// The quoted argument of `-H` that carries the credential as `$TOKEN`.
    var credential: String?
    var contentType: String?
    var body: String?

    var text: String {
        var parts = ["curl"]
        switch method {
        case "GET": break
        case "HEAD": parts.append("--head")
        default: parts.append("-X \(method)")
        }
        parts.append(Self.quoted(url))
        if let credential { parts.append("-H \(credential)") }
        if let body {
            if let contentType { parts.append("-H \(Self.quoted("Content-Type: \(contentType)"))") }
            parts.append("--data-raw \(Self.quoted(body))")
        }
        return parts.joined(separator: " ")
    }

    /// The text in single quotes, as a POSIX shell takes it literally.
    static func quoted(_ text: String) -> String {
        var quoted = "'"
        for scalar in text.unicodeScalars {
            if scalar == "'" { quoted += "'\\''" } else { quoted.unicodeScalars.append(scalar) }
        }
        return quoted + "'"
    }

    /// The argument of `-H` for a header whose value is in a shell variable.
    static func header(_ name: String, variable: String) -> String {
        let isPlain = name.utf8.allSatisfy { byte in
            byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
        }
        return isPlain ? "\"\(name): $\(variable)\"" : quoted("\(name): ") + "\"$\(variable)\""
    }

    /// The text as ECMAScript's `encodeURIComponent` writes it.
    static func encoded(_ text: String) -> String {
        let kept = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()".utf8)
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if kept.contains(byte) {
                bytes.append(byte)
            } else {
                bytes.append(contentsOf: [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
