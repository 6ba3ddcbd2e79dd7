/// Finds the name that was meant by one that nobody knows.
enum NearestName {
    /// The known name with the fewest letters to change, two at most; dashes, underscores and case do not count. Nil
    /// when none is that near.
    static func of(_ name: String, among known: [String]) -> String? {
        guard name.utf8.count <= 64 else { return nil }
        let letters = plain(name)
        let near = known.map { (name: $0, changes: changes(from: letters, to: plain($0))) }
        guard let best = near.min(by: { $0.changes < $1.changes }), best.changes <= 2,
            best.changes < letters.count
        else { return nil }
        return best.name
    }

    private static func plain(_ name: String) -> [UInt8] {
        name.lowercased().utf8.filter { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }
    }

    /// Letters to replace, add or leave out (Levenshtein).
    private static func changes(from left: [UInt8], to right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (number, letter) in left.enumerated() {
            var corner = row[0]
            row[0] = number + 1
            for (column, other) in right.enumerated() {
                let cost = min(row[column] + 1, row[column + 1] + 1, corner + (letter == other ? 0 : 1))
                corner = row[column + 1]
                row[column + 1] = cost
            }
        }
        return row[right.count]
    }
}
