/// Columns of text for a terminal.
struct TextTable {
    private let rows: [[String]]

    init(_ header: [String], _ rows: [[String]]) { self.rows = [header] + rows }

    var text: String {
        let columns = rows.first?.count ?? 0
        let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                line += cell
                if column < columns - 1 { line += String(repeating: " ", count: widths[column] - cell.count + 2) }
            }
            return line
        }.joined(separator: "\n")
    }
}

/// Times as people say them.
enum Age {
    /// How long ago: `never`, `just now`, `5 min ago`, `3 days ago`.
    static func text(_ time: Int64?, _ now: Int64) -> String {
        guard let time else { return "never" }
        return switch max(0, now - time) {
        case 0..<60: "just now"
        case 60..<3600: "\((now - time) / 60) min ago"
        case 3600..<172_800: "\((now - time) / 3600) h ago"
        default: "\((now - time) / 86_400) days ago"
        }
    }

    /// How long from now: `now`, `in 5 min`, `in 3 days`.
    static func ahead(_ time: Int64, _ now: Int64) -> String {
        switch time - now {
        case ...59: "now"
        case 60..<3600: "in \((time - now) / 60) min"
        case 3600..<172_800: "in \((time - now) / 3600) h"
        default: "in \((time - now) / 86_400) days"
        }
    }
}
