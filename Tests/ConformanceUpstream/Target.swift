/// A request target split into path and query items, kept as sent.
struct Target {
    let path: Substring
    private let query: [Substring: Substring]

    init(_ raw: String) {
        let halves = raw.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        path = halves[0]
        var items: [Substring: Substring] = [:]
        if halves.count == 2 {
            for item in halves[1].split(separator: "&") {
                let sides = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                items[sides[0]] = sides.count == 2 ? sides[1] : ""
            }
        }
        query = items
    }

    func number(_ name: Substring, default value: Int) -> Int { query[name].flatMap { Int($0) } ?? value }

    func has(_ name: Substring) -> Bool { query[name] != nil }
}
