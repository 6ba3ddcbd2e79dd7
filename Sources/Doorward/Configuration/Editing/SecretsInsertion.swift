/// Puts one more reference into `service.secrets`, however the list is written.
struct SecretsInsertion {
    let place: SecretsPlace
    let reference: String

    private var lines: TextLines { TextLines(bytes: place.bytes) }
    private var item: [UInt8] { Array(YAMLScalar.flow(reference).utf8) }
    private var list: [UInt8] { Array("secrets: [".utf8) + item + [0x5D] }

    /// The bytes of the file with the reference, `nil` when there is no safe way.
    func edited() -> [UInt8]? {
        switch place.form {
        case .flow(let start, let items): items.isEmpty ? inserting(item, at: start + 1) : appendFlow(items)
        case .block(let start, let items): appendBlock(start: start, items)
        case .empty(let after): inserting(Array(" [".utf8) + item + [0x5D], at: after)
        case .noKey(let before, let isFlow): insertKey(before: before, isFlow: isFlow)
        case .emptySection(let after): insertingLine(Array("  ".utf8) + list, behindLineOf: after)
        case .noSection: appendSection()
        case .other: nil
        }
    }

    private func inserting(_ addition: [UInt8], at offset: Int) -> [UInt8]? {
        guard offset <= place.bytes.count else { return nil }
        var bytes = place.bytes
        bytes.insert(contentsOf: addition, at: offset)
        return bytes
    }

    /// A new line behind the one that holds the offset, also when that is the last and has no end.
    private func insertingLine(_ line: [UInt8], behindLineOf offset: Int) -> [UInt8]? {
        let end = lines.end(of: offset)
        let isOpen = end == place.bytes.count && place.bytes.last != 0x0A
        return inserting(isOpen ? lines.lineEnd + line : line + lines.lineEnd, at: end)
    }

    /// `[a, b]` on one line gets `, c`; a list with an item a line gets a line.
    private func appendFlow(_ items: [Int]) -> [UInt8]? {
        guard let last = items.last, let value = place.list.last, let end = lines.end(ofScalar: value, at: last) else {
            return nil
        }
        let comma = lines.skipBlanks(from: end)
        let hasComma = comma < place.bytes.count && place.bytes[comma] == 0x2C
        let behind = hasComma ? comma + 1 : end
        guard let indentation = lines.indentation(before: last), lines.restIsEmpty(from: behind),
            lines.end(of: behind) < place.bytes.count
        else { return inserting(Array(", ".utf8) + item, at: end) }
        let line = indentation + item + (hasComma ? [0x2C] : []) + lines.lineEnd
        guard var bytes = inserting(line, at: lines.end(of: behind)) else { return nil }
        if !hasComma { bytes.insert(0x2C, at: end) }
        return bytes
    }

    private func appendBlock(start: Int, _ items: [Int]) -> [UInt8]? {
        guard let indentation = lines.indentation(before: start), let last = items.last, let value = place.list.last,
            let end = lines.end(ofScalar: value, at: last), lines.restIsEmpty(from: end)
        else { return nil }
        return insertingLine(indentation + Array("- ".utf8) + item, behindLineOf: end)
    }

    private func insertKey(before offset: Int, isFlow: Bool) -> [UInt8]? {
        if isFlow {
            let next = lines.skipBlanks(from: offset)
            let isEmpty = next < place.bytes.count && place.bytes[next] == 0x7D
            return inserting(list + (isEmpty ? [] : Array(", ".utf8)), at: offset)
        }
        guard let indentation = lines.indentation(before: offset) else { return nil }
        return inserting(list + lines.lineEnd + indentation, at: offset)
    }

    private func appendSection() -> [UInt8]? {
        let isOpen = !place.bytes.isEmpty && place.bytes.last != 0x0A
        let section = Array("service:".utf8) + lines.lineEnd + Array("  ".utf8) + list + lines.lineEnd
        return place.bytes + (isOpen ? lines.lineEnd : []) + section
    }
}
