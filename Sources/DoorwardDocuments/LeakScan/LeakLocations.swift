/// Says in words where a byte of a document is.
struct LeakLocations {
    private let body: [UInt8]
    private let isJSON: Bool

    init(_ body: [UInt8], isJSON: Bool) {
        self.body = body
        self.isJSON = isJSON
    }

    /// A JSON pointer in a JSON document, else the line; the line also where a name on the way must not be shown.
    func location(of offset: Int, isSecret: (String) -> Bool) -> String {
        guard isJSON else { return line(of: offset) }
        let way = way(to: offset)
        let pointer = way.tokens.map { "/" + $0.pointerToken }.joined()
        // Escaped in the pointer a name reads otherwise, and names side by side may make a secret too.
        guard !way.tokens.contains(where: isSecret), !isSecret(pointer) else { return line(of: offset) }
        return pointer + (way.isName ? " (a member's name)" : "")
    }

    func line(of offset: Int) -> String { "line \(body.lineAndColumn(at: offset).line)" }

    /// An array or object that encloses the byte.
    private struct Level {
        let isObject: Bool
        var key = ""
        var index = 0
        var isAtKey: Bool

        var token: String { isObject ? key : String(index) }
    }

    /// Walks a document that is known to be well-formed up to the byte, keeping account of where it is.
    private func way(to offset: Int) -> (tokens: [String], isName: Bool) {
        var levels: [Level] = []
        var place = 0
        while place < body.count {
            let isAtKey = levels.last?.isAtKey ?? false
            let end = body[place] == UInt8(ascii: "\"") ? endOfString(from: place) : place + 1
            if offset < end {
                return ((isAtKey ? levels.dropLast() : levels[...]).map(\.token), isAtKey)
            }
            switch body[place] {
            case UInt8(ascii: "\"") where isAtKey:
                levels[levels.count - 1].key = (try? JSONValue(parsing: body[place..<end]))?.stringValue ?? ""
                levels[levels.count - 1].isAtKey = false
            case UInt8(ascii: "{"): levels.append(Level(isObject: true, isAtKey: true))
            case UInt8(ascii: "["): levels.append(Level(isObject: false, isAtKey: false))
            case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = levels.popLast()
            case UInt8(ascii: ",") where !levels.isEmpty:
                levels[levels.count - 1].index += 1
                levels[levels.count - 1].isAtKey = levels[levels.count - 1].isObject
            default: break
            }
            place = end
        }
        return ([], false)
    }

    private func endOfString(from start: Int) -> Int {
        var place = start + 1
        while place < body.count, body[place] != UInt8(ascii: "\"") {
            place += body[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(place + 1, body.count)
    }
}
