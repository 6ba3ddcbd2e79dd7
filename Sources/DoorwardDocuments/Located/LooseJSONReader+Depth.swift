// What is nested too deep.
extension LooseJSONReader {
    /// Tells of an array or object that is too deep and skips it; stands for an empty one.
    mutating func skipDeep() {
        let start = position
        tellDepth(start)
        let isObject = next == UInt8(ascii: "{")
        var depth = 0
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "("): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ")"): depth -= 1
            case UInt8(ascii: "\""): skipString()
            default: break
            }
            position += 1
            if depth <= 0 { break }
        }
        position = min(position, bytes.count)
        add(LocatedNode(isObject ? .object : .array, start..<position))
        // What is left open so deep is told already.
        if depth > 0 { hasStopped = true }
    }

    private mutating func tellDepth(_ place: Int) {
        guard !hasToldDepth else { return }
        hasToldDepth = true
        problems.add(
            .tooDeep, place..<(place + 1),
            "at most \(JSONValue.depthLimit) arrays and objects may be inside each other; what is deeper is not read")
    }

    /// Goes to the closing quote of the string that begins here.
    private mutating func skipString() {
        position += 1
        while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
            position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
    }
}
