/// Changes of bytes that mend what the OpenAPI checks find; none where the way it is written is not plain.
enum OpenAPIEdits {
    typealias Edit = SyntaxProblem.Edit

    /// Puts something else in a value's place, quotes included.
    static func replacing(_ value: LocatedValue, with text: String) -> [Edit] {
        guard isOneLine(value) else { return [] }
        return [Edit(range: value.range, replacement: Array(text.utf8))]
    }

    /// The host of a URL in lower case, the rest as it is.
    static func lowerCaseHost(of address: WebAddress, in value: LocatedValue) -> [Edit] {
        guard let inner = plainText(value), let text = value.string, text == address.text,
            let start = address.text.range(of: "://", host: address.writtenHost)
        else { return [] }
        let from = inner.lowerBound + start
        let host = Array(address.host.utf8)
        return [Edit(range: from..<from + host.count, replacement: host)]
    }

    /// Another text of letters, digits, `_` and `-` between the same quotes; quotes where it would be a number.
    static func renaming(_ value: LocatedValue, to name: String) -> [Edit] {
        guard let inner = plainText(value) else { return [] }
        let isQuoted = inner != value.range
        let needsQuotes = !isQuoted && name.utf8.first.map { !$0.isLetter && $0 != UInt8(ascii: "_") } ?? true
        let text = needsQuotes ? "\"\(name)\"" : name
        return [Edit(range: inner, replacement: Array(text.utf8))]
    }

    /// `#components/…` with its slash.
    static func addingSlash(to value: LocatedValue) -> [Edit] {
        guard let inner = plainText(value), inner != value.range else { return [] }
        let place = inner.lowerBound + 1
        return [Edit(range: place..<place, replacement: [UInt8(ascii: "/")])]
    }

    /// A reference to a place in the document, in quotes: behind a blank a `#` begins a comment.
    static func pointing(_ value: LocatedValue, to pointer: String) -> [Edit] {
        guard plainText(value) != nil,
            pointer.utf8.allSatisfy({ $0.isAlphanumeric || "/_.-~".utf8.contains($0) })
        else { return [] }
        let quote = value.document.bytes[value.range.lowerBound] == UInt8(ascii: "'") ? "'" : "\""
        return replacing(value, with: "\(quote)#\(pointer)\(quote)")
    }

    /// `required: true` for a parameter, behind its `in`.
    static func requiring(_ parameter: LocatedValue) -> [Edit] {
        if let required = parameter["required"] {
            guard required.parent?.identity == parameter.identity, required.bool == false, !required.isAlias else {
                return []
            }
            return replacing(required, with: "true")
        }
        guard let place = parameter["in"], !place.isAlias, place.parent?.identity == parameter.identity,
            isOneLine(place),
            let name = place.nameRange, let parent = place.parent
        else { return [] }
        let bytes = parameter.document.bytes
        let end = place.range.upperBound
        if bytes[parent.range.lowerBound] == UInt8(ascii: "{") {
            let quote = bytes[name.lowerBound] == UInt8(ascii: "\"") ? "\"" : ""
            return [Edit(range: end..<end, replacement: Array(", \(quote)required\(quote): true".utf8))]
        }
        guard let indentation = indentation(of: name.lowerBound, in: bytes) else { return [] }
        let text = lineEnd(behind: end, in: bytes) + indentation + Array("required: true".utf8)
        return [Edit(range: end..<end, replacement: text)]
    }

    /// The bytes in front of a name on its line, with the dashes of a list made spaces; nil when there is more.
    private static func indentation(of place: Int, in bytes: [UInt8]) -> [UInt8]? {
        var start = place
        while start > 0, bytes[start - 1] != 0x0A { start -= 1 }
        var indentation: [UInt8] = []
        for byte in bytes[start..<place] {
            guard byte == UInt8(ascii: " ") || byte == UInt8(ascii: "-") else { return nil }
            indentation.append(UInt8(ascii: " "))
        }
        return indentation
    }

    private static func lineEnd(behind place: Int, in bytes: [UInt8]) -> [UInt8] {
        guard let end = bytes[place...].firstIndex(of: 0x0A), end > place else { return [0x0A] }
        return bytes[end - 1] == 0x0D ? [0x0D, 0x0A] : [0x0A]
    }

    private static func isOneLine(_ value: LocatedValue) -> Bool {
        !value.isAlias && !value.range.isEmpty && !value.document.bytes[value.range].contains(0x0A)
    }

    /// Where a text's characters are when they are written as they are meant, between quotes or without.
    private static func plainText(_ value: LocatedValue) -> Range<Int>? {
        guard isOneLine(value), let text = value.string else { return nil }
        let bytes = value.document.bytes
        var range = value.range
        let first = bytes[range.lowerBound]
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
            guard range.count >= 2, bytes[range.upperBound - 1] == first else { return nil }
            range = range.lowerBound + 1..<range.upperBound - 1
        }
        return bytes[range].elementsEqual(text.utf8) ? range : nil
    }
}

extension String {
    /// The place in bytes of a host that stands directly behind a mark, or behind a user name.
    fileprivate func range(of mark: String, host: String) -> Int? {
        let bytes = Array(utf8)
        let wanted = Array(host.utf8)
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), bytes[colon...].starts(with: mark.utf8) else {
            return nil
        }
        let start = colon + mark.utf8.count
        return bytes[start...].starts(with: wanted) ? start : nil
    }
}
