/// Takes one reference out of `service.secrets`, however the list is written.
struct SecretsRemoval {
    let place: SecretsPlace
    let index: Int

    private var lines: TextLines { TextLines(bytes: place.bytes) }

    /// The bytes of the file without the reference, `nil` when there is no safe way.
    func edited() -> [UInt8]? {
        switch place.form {
        case .flow(_, let items): removeFlow(items)
        case .block(let start, let items): removeBlock(start: start, items)
        default: nil
        }
    }

    private func removing(_ range: Range<Int>) -> [UInt8] {
        var bytes = place.bytes
        bytes.removeSubrange(range)
        return bytes
    }

    private func end(of item: Int, in items: [Int]) -> Int? {
        lines.end(ofScalar: place.list[item], at: items[item])
    }

    private func removeFlow(_ items: [Int]) -> [UInt8]? {
        guard let end = end(of: index, in: items) else { return nil }
        let start = items[index]
        let next = lines.skipBlanks(from: end)
        let behind = next < place.bytes.count && place.bytes[next] == 0x2C ? next + 1 : end
        if lines.indentation(before: start) != nil, lines.restIsEmpty(from: behind),
            lines.end(of: behind) < place.bytes.count
        {
            // The only item of its line goes with the line and its comment.
            return removing(lines.start(of: start)..<lines.end(of: behind))
        }
        if index + 1 < items.count {
            let gap = place.bytes[behind..<items[index + 1]]
            return removing(start..<(gap.allSatisfy { $0 == 0x20 || $0 == 0x09 } ? items[index + 1] : behind))
        }
        if index > 0, let before = self.end(of: index - 1, in: items), isSeparator(place.bytes[before..<start]) {
            return removing(before..<end)
        }
        return removing(start..<behind)
    }

    private func isSeparator(_ gap: ArraySlice<UInt8>) -> Bool {
        gap.allSatisfy { $0 == 0x2C || $0 == 0x20 || $0 == 0x09 }
    }

    private func removeBlock(start: Int, _ items: [Int]) -> [UInt8]? {
        guard let end = end(of: index, in: items), lines.restIsEmpty(from: end) else { return nil }
        let line = lines.start(of: items[index])
        // The line must hold nothing but the dash and the item.
        let prefix = place.bytes[line..<items[index]].filter { $0 != 0x20 }
        guard prefix == [0x2D] else { return nil }
        let without = removing(line..<lines.end(of: end))
        guard items.count == 1 else { return without }
        // Without items the key would have no value: write the empty list behind the key.
        guard let name = place.bytes[..<start].lastRange(of: Array("secrets:".utf8)), name.upperBound <= line else {
            return nil
        }
        return Array(without[..<name.upperBound]) + Array(" []".utf8) + Array(without[name.upperBound...])
    }
}

extension ArraySlice<UInt8> {
    /// Where the bytes occur last.
    fileprivate func lastRange(of wanted: [UInt8]) -> Range<Int>? {
        guard count >= wanted.count else { return nil }
        for start in (startIndex...(endIndex - wanted.count)).reversed()
        where self[start..<(start + wanted.count)].elementsEqual(wanted) {
            return start..<(start + wanted.count)
        }
        return nil
    }
}
