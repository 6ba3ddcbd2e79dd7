extension JSONValue {
    /// Writes the document as YAML that readers of version 1.1 and of 1.2 understand alike.
    ///
    /// Block style, two spaces per level, members in order. A text that any reader could take for something else
    /// (`yes`, `1.0`, `2024-01-01`, a key `200`) is quoted; texts of several lines are literal blocks where that is
    /// safe. What is nested deeper than 40 levels is written in flow style.
    public func yamlSerialized() -> String {
        var writer = YAMLWriter()
        writer.writeDocument(self)
        return writer.text
    }
}

private struct YAMLWriter {
    var text = ""
    private static let blockDepth = 40
    /// Readers look only 1024 characters ahead for the colon after a key (YAML 1.2.2 section 7.4.2).
    private static let implicitKeyLimit = 512

    mutating func writeDocument(_ value: JSONValue) {
        switch value {
        case .object(let object) where !object.isEmpty: write(object, indent: 0, inline: true)
        case .array(let elements) where !elements.isEmpty: write(elements, indent: 0, inline: true)
        default:
            writeScalar(value, indent: 1)
        }
    }

    /// Writes what follows a key and its colon, or a dash, up to the end of the line or the block.
    private mutating func writeValue(_ value: JSONValue, indent: Int, afterDash: Bool) {
        guard indent <= Self.blockDepth else {
            text += afterDash ? "" : " "
            text += Self.flow(value) + "\n"
            return
        }
        switch value {
        case .object(let object) where !object.isEmpty:
            if !afterDash { text += "\n" }
            write(object, indent: indent, inline: afterDash)
        case .array(let elements) where !elements.isEmpty:
            if !afterDash { text += "\n" }
            write(elements, indent: indent, inline: afterDash)
        default:
            text += afterDash ? "" : " "
            writeScalar(value, indent: indent)
        }
    }

    /// - Parameter inline: whether the first member goes where the writer stands, directly after a dash.
    private mutating func write(_ object: JSONObject, indent: Int, inline: Bool) {
        for (place, member) in object.members.enumerated() {
            if place > 0 || !inline { startLine(indent) }
            let key = YAMLText.isPlain(member.key) ? member.key : YAMLText.quoted(member.key)
            if key.utf8.count > Self.implicitKeyLimit {
                text += "? \(YAMLText.quoted(member.key))\n"
                startLine(indent)
                text += ":"
            } else {
                text += key + ":"
            }
            writeValue(member.value, indent: indent + 1, afterDash: false)
        }
    }

    private mutating func write(_ elements: [JSONValue], indent: Int, inline: Bool) {
        for (place, element) in elements.enumerated() {
            if place > 0 || !inline { startLine(indent) }
            text += "- "
            writeValue(element, indent: indent + 1, afterDash: true)
        }
    }

    private mutating func writeScalar(_ value: JSONValue, indent: Int) {
        if case .string(let string) = value, let block = YAMLText.literalBlock(string, indent: indent) {
            text += block
        } else {
            text += Self.flow(value) + "\n"
        }
    }

    private mutating func startLine(_ indent: Int) { text += String(repeating: "  ", count: indent) }

    private static func flow(_ value: JSONValue) -> String {
        switch value {
        case .string(let string): YAMLText.isPlain(string) ? string : YAMLText.quoted(string)
        case .array, .object: flowCollection(value)
        default: String(decoding: value.serialized(), as: UTF8.self)
        }
    }

    private static func flowCollection(_ value: JSONValue) -> String {
        switch value {
        case .array(let elements): return "[" + elements.map(flowCollection).joined(separator: ", ") + "]"
        case .object(let object):
            let members = object.members.map { member in
                let key = YAMLText.quoted(member.key)
                let mark = key.utf8.count > implicitKeyLimit ? "? " : ""
                return "\(mark)\(key): \(flowCollection(member.value))"
            }
            return "{" + members.joined(separator: ", ") + "}"
        case .string(let string): return YAMLText.quoted(string)
        default: return String(decoding: value.serialized(), as: UTF8.self)
        }
    }
}
