/// An answer in XML, as the Security Token Service gives it: elements with text, and nothing else.
///
/// Refused are document types, entities but the five of XML itself, comments, CDATA, processing instructions
/// after the first line, elements deeper than 8 and more than 500 of them. Linear in the size of the text.
struct AWSDocument {
    /// The texts of the elements that have one, by the names on the way to them, the first of several.
    private var texts: [String: String] = [:]

    /// The text of an element, named by the way to it: `ErrorResponse/Error/Code`.
    func text(_ path: String) -> String? { texts[path] }

    /// Nil when it is no such document.
    init?(_ bytes: [UInt8]) {
        guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
        var reader = Reader(bytes: bytes)
        guard reader.read() else { return nil }
        texts = reader.texts
    }

    private struct Reader {
        let bytes: [UInt8]
        var index = 0
        var path: [String] = []
        var texts: [String: String] = [:]
        private var count = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        mutating func read() -> Bool {
            skipBlanks()
            if bytes[index...].starts(with: "<?xml".utf8) {
                guard let end = bytes[index...].firstIndex(of: UInt8(ascii: ">")), bytes[end - 1] == UInt8(ascii: "?")
                else { return false }
                index = end + 1
                skipBlanks()
            }
            repeat {
                guard index < bytes.count, bytes[index] == UInt8(ascii: "<"), tag() else { return false }
                guard !path.isEmpty else { break }
                guard let text = text() else { return false }
                let name = path.joined(separator: "/")
                if !text.isEmpty, texts[name] == nil { texts[name] = text }
            } while true
            skipBlanks()
            return index == bytes.count
        }

        /// Reads a tag; at its end `path` is where the document is.
        private mutating func tag() -> Bool {
            guard let end = bytes[index...].firstIndex(of: UInt8(ascii: ">")) else { return false }
            var inside = bytes[(index + 1)..<end]
            index = end + 1
            if inside.first == UInt8(ascii: "/") {
                guard let name = path.popLast() else { return false }
                return String(decoding: inside.dropFirst(), as: UTF8.self).split(separator: " ") == [name[...]]
            }
            let isClosed = inside.last == UInt8(ascii: "/")
            if isClosed { inside = inside.dropLast() }
            let name = inside.prefix { PercentEncoding.isUnreserved($0) }
            let rest = inside[name.endIndex...]
            // Attributes are of no use here; what looks like a tag or an entity in them is refused.
            guard !name.isEmpty, rest.isEmpty || Self.isBlank(rest[rest.startIndex]),
                !rest.contains(UInt8(ascii: "<")), !rest.contains(UInt8(ascii: "&")), path.count < 8, count < 500
            else { return false }
            count += 1
            if !isClosed { path.append(String(decoding: name, as: UTF8.self)) }
            return true
        }

        /// Reads up to the next tag, without the white space around it.
        private mutating func text() -> String? {
            let end = bytes[index...].firstIndex(of: UInt8(ascii: "<")) ?? bytes.count
            var slice = bytes[index..<end]
            index = end
            slice = slice.drop(while: Self.isBlank)
            while let last = slice.last, Self.isBlank(last) { slice = slice.dropLast() }
            var text: [UInt8] = []
            while let byte = slice.popFirst() {
                guard byte == UInt8(ascii: "&") else {
                    text.append(byte)
                    continue
                }
                let entities: [(String, Character)] = [
                    ("amp;", "&"), ("lt;", "<"), ("gt;", ">"), ("quot;", "\""), ("apos;", "'"),
                ]
                guard let entity = entities.first(where: { slice.starts(with: $0.0.utf8) }) else { return nil }
                slice = slice.dropFirst(entity.0.utf8.count)
                text += Array(String(entity.1).utf8)
            }
            return String(decoding: text, as: UTF8.self)
        }

        private mutating func skipBlanks() {
            while index < bytes.count, Self.isBlank(bytes[index]) { index += 1 }
        }

        private static func isBlank(_ byte: UInt8) -> Bool {
            byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
        }
    }
}
