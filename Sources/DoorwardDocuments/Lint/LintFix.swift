/// A document with the mechanical findings mended.
///
/// ```swift
/// let fix = LintFix(applying: report.findings, to: bytes)
/// write(fix.bytes)
/// ```
public struct LintFix: Sendable {
    /// The document as it is now.
    public let bytes: [UInt8]
    /// The findings whose edits are in ``bytes``.
    public let mended: [LintFinding]

    init(bytes: [UInt8], mended: [LintFinding]) {
        self.bytes = bytes
        self.mended = mended
    }

    /// Applies the edits of findings to the bytes that were linted.
    ///
    /// A finding is mended wholly or not at all. Where two want to change the same bytes the first has its way, and
    /// linting again brings the other one. Findings about secrets are never mended: a published secret must be
    /// replaced where it was issued, not only taken out of a file.
    public init(applying findings: [LintFinding], to bytes: [UInt8]) {
        var accepted: [SyntaxProblem.Edit] = []
        var taken = TakenRanges()
        var mended: [LintFinding] = []
        for finding in findings where !finding.edits.isEmpty && !finding.rule.isAboutSecrets {
            let edits = finding.edits
            guard edits.allSatisfy({ $0.range.lowerBound >= 0 && $0.range.upperBound <= bytes.count }),
                taken.take(edits.map(\.range))
            else { continue }
            accepted += edits
            mended.append(finding)
        }
        self.init(bytes: LocatedDocument.applying(accepted, to: bytes), mended: mended)
    }

    /// Ranges that edits have been given, in order; two that touch only at an edge are apart, unless one is empty.
    private struct TakenRanges {
        private var ranges: [Range<Int>] = []

        /// Takes all of them, or none when one is not free.
        mutating func take(_ wanted: [Range<Int>]) -> Bool {
            let before = ranges
            for range in wanted {
                let place = firstIndex(from: range.lowerBound)
                let previous = place > 0 ? ranges[place - 1] : nil
                let next = place < ranges.count ? ranges[place] : nil
                guard previous.map({ Self.areApart($0, range) }) ?? true, next.map({ Self.areApart(range, $0) }) ?? true
                else {
                    ranges = before
                    return false
                }
                ranges.insert(range, at: place)
            }
            return true
        }

        private static func areApart(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
            left.upperBound < right.lowerBound
                || (left.upperBound == right.lowerBound && !left.isEmpty && !right.isEmpty)
        }

        private func firstIndex(from bound: Int) -> Int {
            var low = 0
            var high = ranges.count
            while low < high {
                let middle = (low + high) / 2
                if ranges[middle].lowerBound < bound { low = middle + 1 } else { high = middle }
            }
            return low
        }
    }
}

extension LintRule {
    /// Whether it belongs to the group about secrets in public files.
    public var isAboutSecrets: Bool { id.hasPrefix("DW3") }
}

extension Linter {
    /// Mends everything mechanical in a document, and lints what became of it.
    ///
    /// One mended fault can bring another to light, so this goes on until nothing changes, at most ten times. A
    /// document that needs no mending comes back byte for byte.
    public func fix(_ input: LintInput) -> (fix: LintFix, report: LintReport) {
        var input = input
        var mended: [LintFinding] = []
        for _ in 0..<10 {
            let step = LintFix(applying: lint(input, mostPerRule: 100_000).findings, to: input.bytes)
            guard step.bytes != input.bytes else { break }
            input.bytes = step.bytes
            mended += step.mended
        }
        return (LintFix(bytes: input.bytes, mended: mended), lint(input))
    }
}
