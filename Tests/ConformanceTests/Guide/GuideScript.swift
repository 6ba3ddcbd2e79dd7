/// A Markdown guide as something to run: its `sh` blocks in order, each with the output that the guide shows for it.
struct GuideScript {
    struct Block {
        let number: Int
        let line: Int
        let commands: String
        /// The `text` block that follows, with `…` for what may differ.
        var expected: String?
    }

    struct Skipped {
        let line: Int
        let reason: String
    }

    private(set) var blocks: [Block] = []
    private(set) var skipped: [Skipped] = []

    init(markdown: String) {
        var reason: String?
        var fence: (language: Substring, line: Int, content: [Substring])?
        for (index, line) in markdown.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if let open = fence {
                if line == "```" {
                    close(open.language, line: open.line, content: open.content, skip: &reason)
                    fence = nil
                } else {
                    fence?.content.append(line)
                }
            } else if line.hasPrefix("```") {
                fence = (line.dropFirst(3), index + 1, [])
            } else if let found = line.wholeMatch(of: /<!-- test: skip (.+) -->/) {
                reason = String(found.1)
            }
        }
    }

    private mutating func close(_ language: Substring, line: Int, content: [Substring], skip reason: inout String?) {
        let text = content.joined(separator: "\n")
        switch language {
        case "sh":
            if let why = reason {
                skipped.append(Skipped(line: line, reason: why))
            } else {
                blocks.append(Block(number: blocks.count + 1, line: line, commands: text))
            }
            reason = nil
        case "text":
            if let last = blocks.indices.last, blocks[last].expected == nil { blocks[last].expected = text }
        default: break
        }
    }

    /// One shell script of all blocks, that says after each how it ended.
    func shell() -> String {
        blocks.map { "\($0.commands)\nprintf '\\n\(Self.mark) \($0.number) %d\\n' $?\n" }.joined()
    }

    /// The status and the output of each block, from all the script wrote.
    func results(_ output: String) -> [Int: (status: Int, output: String)] {
        var found: [Int: (status: Int, output: String)] = [:]
        var lines: [Substring] = []
        for line in output.split(separator: "\n", omittingEmptySubsequences: false) {
            let words = line.split(separator: " ")
            if words.count == 3, words[0] == Self.mark, let number = Int(words[1]), let status = Int(words[2]) {
                found[number] = (status, lines.joined(separator: "\n"))
                lines = []
            } else {
                lines.append(line)
            }
        }
        return found
    }

    private static let mark = "@@block"

    /// Whether `output` is what `expected` shows, `…` standing for anything.
    static func matches(_ output: String, _ expected: String) -> Bool {
        let output = output.trimmed
        var pieces = expected.trimmed.split(separator: "…", omittingEmptySubsequences: false)[...]
        guard let first = pieces.popFirst(), output.hasPrefix(first) else { return false }
        guard let last = pieces.popLast() else { return output == first }
        var rest = output.dropFirst(first.count)
        for piece in pieces {
            guard let found = rest.firstRange(of: piece) else { return false }
            rest = rest[found.upperBound...]
        }
        return rest.hasSuffix(last)
    }
}
