/// Finds the name that was meant.
package enum Spelling {
    /// The one known name that a name is likely a misspelling of: the same letters in another style (`nameForHuman`),
    /// or one or two letters wrong, missing, too many or exchanged. Nil when there is none, or more than one.
    package static func meant(by name: String, among known: [String]) -> String? {
        guard name.utf8.count <= 64 else { return nil }
        let letters = plain(name)
        guard letters.count >= 3 else { return nil }
        var best: (name: String, distance: Int)?
        var isTie = false
        for candidate in known where candidate != name {
            let goal = plain(candidate)
            let limit = goal.count <= 5 ? 1 : 2
            guard abs(goal.count - letters.count) <= limit else { continue }
            let distance = distance(letters, goal)
            guard distance <= limit else { continue }
            if let found = best, found.distance <= distance {
                isTie = isTie || found.distance == distance
            } else {
                best = (candidate, distance)
                isTie = false
            }
        }
        return isTie ? nil : best?.name
    }

    /// The letters and digits in lower case.
    private static func plain(_ name: String) -> [UInt8] {
        name.utf8.compactMap { $0.isLetter ? $0 | 0x20 : $0.isDigit || $0 >= 0x80 ? $0 : nil }
    }

    /// How many letters must be replaced, put in, left out or exchanged with their neighbour.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var older: [Int] = []
        var previous = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var cost = min(
                    previous[column + 1] + 1, current[column] + 1, previous[column] + (letter == other ? 0 : 1))
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    cost = min(cost, older[column - 1] + 1)
                }
                current.append(cost)
            }
            older = previous
            previous = current
        }
        return previous[right.count]
    }
}
