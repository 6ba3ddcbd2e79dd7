import Mustache

/// Escapes text for HTML, looking at each byte.
///
/// Mustache's own escaping looks at characters as people see them, and so misses a quote that a combining mark follows;
/// a browser would still take that quote for the end of an attribute. Control characters that HTML does not allow
/// become U+FFFD.
struct ScalarHTML: MustacheContentType {
    /// The name that templates say at their start: `{{% CONTENT_TYPE:SCALAR_HTML}}`.
    static let name = "SCALAR_HTML"

    func escapeText(_ text: String) -> String {
        var escaped: [UInt8] = []
        escaped.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "&"): escaped.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "<"): escaped.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): escaped.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "\""): escaped.append(contentsOf: "&quot;".utf8)
            case UInt8(ascii: "'"): escaped.append(contentsOf: "&#39;".utf8)
            case 0x09, 0x0A, 0x0D: escaped.append(byte)
            case 0..<0x20, 0x7F: escaped.append(contentsOf: "\u{FFFD}".utf8)
            default: escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }
}
