/// What to say about a key that is not known.
enum KeySuggestion {
    /// The hint for an unknown path of the file.
    static func hint(for path: String) -> String {
        if let near = nearest(to: path, among: ConfigurationKey.all.map(\.path)) { return "did you mean '\(near)'?" }
        let last = path.split(separator: ".").last.map(String.init) ?? path
        if let same = ConfigurationKey.all.first(where: { $0.path == last || $0.path.hasSuffix(".\(last)") }) {
            return "did you mean '\(same.path)'?"
        }
        let section = path.firstIndex(of: ".").map { String(path[..<$0]) } ?? ""
        if let near = nearest(to: path, among: Array(ConfigurationKey.sections)) { return "did you mean '\(near)'?" }
        let known = siblings(in: section)
        return known.isEmpty ? "remove it" : "known here: \(known.joined(separator: ", "))"
    }

    /// The hint for an unknown environment variable.
    static func hint(forVariable name: String) -> String {
        if let map = ConfigurationKey.all.first(where: { $0.hasVariablePerEntry && $0.environmentName == name }) {
            return "write one variable for each entry, such as \(map.environmentName)_OPENAI"
        }
        guard let near = nearest(to: name, among: ConfigurationKey.all.map(\.environmentName)) else {
            return "remove it, or run 'doorward config' for the list of keys"
        }
        return "did you mean \(near)?"
    }

    private static func siblings(in section: String) -> [String] {
        let prefix = section.isEmpty ? "" : section + "."
        var names: [String] = []
        for key in ConfigurationKey.all where key.path.hasPrefix(prefix) {
            let name = String(key.path.dropFirst(prefix.count).prefix { $0 != "." })
            if !names.contains(name) { names.append(name) }
        }
        return names
    }

    /// The candidate with the fewest edits, if they are few for its length.
    static func nearest(to text: String, among candidates: [String]) -> String? {
        let source = Array(text.lowercased().utf8)
        guard source.count <= 64 else { return nil }
        let scored = candidates.map { ($0, distance(source, Array($0.lowercased().utf8))) }
        guard let best = scored.min(by: { ($0.1, $0.0) < ($1.1, $1.0) }) else { return nil }
        return best.1 <= max(1, min(source.count, 12) / 3) ? best.0 : nil
    }

    /// Edit distance with swaps of neighbours (optimal string alignment), in the product of the lengths.
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var before: [Int] = []
        var previous = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            for column in 0..<right.count {
                let cost = left[row] == right[column] ? 0 : 1
                var best = min(previous[column] + cost, previous[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    best = min(best, before[column - 1] + 1)
                }
                current.append(best)
            }
            before = previous
            previous = current
        }
        return previous.last ?? left.count
    }
}
