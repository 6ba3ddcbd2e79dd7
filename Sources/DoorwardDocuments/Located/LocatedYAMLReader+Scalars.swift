internal import CYaml

extension LocatedYAMLReader {
    mutating func takeScalar(_ event: borrowing yaml_event_t, _ range: Range<Int>) {
        guard skipped == 0, !stopWhenFull(range) else { return }
        let scalar = event.data.scalar
        let value = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
        let hasProperties = scalar.anchor != nil || scalar.tag != nil
        let text = text(value, scalar.style, start(range, behindProperties: hasProperties)..<range.upperBound)
        let anchor = scalar.anchor.map { String(cString: $0) }
        note(text.range.upperBound)
        if isKeyNext {
            tree.name = text
            if let anchor { anchors[anchor] = tree.addApart(Self.node(.string, text)) }
            return
        }
        let isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
        let number = add(value, text, isPlain: Self.isPlain(scalar.tag, isPlain))
        if let anchor { anchors[anchor] = number }
    }

    /// Whether the text says what kind of value it is; when not, it is a string.
    private static func isPlain(_ tag: UnsafeMutablePointer<yaml_char_t>?, _ isPlain: Bool) -> Bool {
        guard let tag else { return isPlain }
        switch String(cString: tag) {
        case "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:null":
            return true
        default: return false
        }
    }

    /// The scalar's text: a slice of the document when it is written as it is meant.
    private mutating func text(
        _ value: UnsafeBufferPointer<UInt8>, _ style: yaml_scalar_style_t, _ range: Range<Int>
    ) -> LocatedText {
        var range = range
        let isQuoted = style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE
        if style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE { range = trimmed(range) }
        let margin = isQuoted && range.count >= 2 ? 1 : 0
        let inside = (range.lowerBound + margin)..<(range.upperBound - margin)
        let isSlice = seen.withUnsafeBufferPointer { UnsafeBufferPointer(rebasing: $0[inside]).isSame(as: value) }
        if isSlice, isUTF8 || String(validating: bytes[inside], as: UTF8.self) != nil {
            return LocatedText(range: range, isQuoted: margin == 1)
        }
        return LocatedText(range: range, pooled: tree.texts.add(value), isQuoted: isQuoted)
    }

    /// Without the line breaks at the end of a block.
    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var end = range.upperBound
        while end > range.lowerBound, bytes[end - 1] <= 0x20 { end -= 1 }
        return range.lowerBound..<end
    }

    private mutating func add(_ value: UnsafeBufferPointer<UInt8>, _ text: LocatedText, isPlain: Bool) -> Int32 {
        guard isPlain, Self.canMeanMore(value) else { return tree.add(Self.node(.string, text)) }
        let meant = String(decoding: value, as: UTF8.self)
        switch YAMLScalar.plain(meant) {
        case .null: return tree.add(Self.node(.null, text))
        case .bool(let flag):
            var node = Self.node(.bool, text)
            node.flag = flag
            return tree.add(node)
        case .number(let literal):
            var number = text
            if literal != meant || text.isQuoted { number.pooled = tree.texts.add(literal.utf8) }
            return tree.add(Self.node(.number, number))
        default: return tree.add(Self.node(.string, text))
        }
    }

    static func node(_ kind: LocatedNode.Kind, _ text: LocatedText) -> LocatedNode {
        var node = LocatedNode(kind, text.range)
        if kind == .string || kind == .number { node.link = text.pooled }
        node.isQuoted = text.isQuoted
        return node
    }

    /// Whether a plain scalar can be anything but a string, told from its first byte and its length.
    private static func canMeanMore(_ value: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = value.first else { return true }
        switch first {
        case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "~"):
            return true
        default: return value.count <= 5 && "tTfFnN".utf8.contains(first)
        }
    }

    // MARK: - Aliases

    mutating func takeAlias(_ anchor: String, _ range: Range<Int>) {
        guard skipped == 0, !stopWhenFull(range) else { return }
        aliases += 1
        let target = anchors[anchor]
        if target == nil {
            problems.add(
                .badAlias, range, "the alias '*\(anchor.excerpt)' leads nowhere; there is no such anchor above")
        } else if aliases == Self.aliasLimit + 1 {
            problems.add(
                .badAlias, range, "there are more than \(Self.aliasLimit) aliases; those from here on are not followed")
        }
        note(range.upperBound)
        guard !isKeyNext else { return takeAliasKey(target, range) }
        var node = LocatedNode(.alias, range)
        if aliases <= Self.aliasLimit, let target { node.link = target }
        tree.add(node)
    }

    /// An alias may be a key when it stands for a text.
    private mutating func takeAliasKey(_ target: Int32?, _ range: Range<Int>) {
        if let target, tree.nodes[Int(target)].kind == .string {
            let node = tree.nodes[Int(target)]
            let text = node.text.string(in: bytes, tree.texts)
            guard text.utf8.count <= 1000 else { return takeOddKey(range) }
            tree.name = LocatedText(range: range, pooled: tree.texts.add(text.utf8), isQuoted: true)
        } else {
            takeOddKey(range)
        }
    }

    private mutating func takeOddKey(_ range: Range<Int>) {
        tellKey(range)
        tree.name = LocatedText(range: range)
    }
}
