import DoorwardDocuments
import Testing

extension LocatedDocument {
    /// What every document must be, however bad: places inside of the bytes, values that can be asked, few problems.
    func checkIsSound(_ comment: @autoclosure () -> Comment? = nil) {
        var faults: [String] = []
        let whole = 0..<(bytes.count + 1)
        for problem in problems {
            if !whole.contains(problem.range.lowerBound) || problem.range.upperBound > bytes.count {
                faults.append("\(problem.kind) is at \(problem.range)")
            }
            if problem.message.isEmpty { faults.append("\(problem.kind) says nothing") }
            let place = position(of: problem.range.lowerBound)
            if place.line < 1 || place.column < 1 { faults.append("\(problem.kind) is at \(place)") }
            for edit in problem.edits where edit.range.upperBound > bytes.count {
                faults.append("\(problem.kind) is mended at \(edit.range)")
            }
        }
        if problems.count > 100 { faults.append("\(problems.count) problems") }
        let places = problems.map(\.range.lowerBound)
        if places != places.sorted() { faults.append("problems are out of order") }
        if let root { walk(root, &faults) }
        _ = root?.value()
        _ = LocatedDocument.applying(problems.flatMap(\.edits), to: bytes)
        let source = comment()?.rawValue ?? text
        #expect(faults.isEmpty, "\(faults.prefix(5)) in \(source)")
    }

    private var text: String { String(decoding: bytes.prefix(500), as: UTF8.self) }

    private func walk(_ root: LocatedValue, _ faults: inout [String]) {
        var waiting = [root]
        var seen: Set<Int> = []
        while let value = waiting.popLast() {
            if value.range.upperBound > bytes.count { faults.append("\(value.kind) is at \(value.range)") }
            if let name = value.nameRange, name.upperBound > bytes.count { faults.append("a name is at \(name)") }
            if value.pointer.isEmpty != (value.parent == nil) { faults.append("\(value.kind) has no pointer") }
            if let parent = value.parent, parent.kind == .object, let name = value.name, parent[name] == nil {
                faults.append("'\(name)' is not found")
            }
            if value.kind == .string, value.string == nil { faults.append("a string has no text") }
            guard seen.insert(value.identity).inserted else { continue }
            let children = Array(value.members) + Array(value.elements)
            if children.count != value.count { faults.append("\(value.kind) has \(children.count) children") }
            waiting += children
        }
    }

    /// The line and column of a value.
    func place(_ value: LocatedValue?) -> String {
        guard let value else { return "nowhere" }
        let (line, column) = position(of: value.range.lowerBound)
        return "\(line):\(column)"
    }

    /// The bytes of a value as they are written.
    func source(_ range: Range<Int>?) -> String { range.map { String(decoding: bytes[$0], as: UTF8.self) } ?? "none" }
}
