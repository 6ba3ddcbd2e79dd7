/// How a step ended.
public enum Verdict: String, Sendable, CaseIterable, Comparable {
    case passed
    /// It does not apply here, or what it needs is not there; the remark says what.
    case skipped
    /// It works, but something should be known.
    case warned
    /// The client would fail here, or the set-up is dangerous.
    case failed

    public static func < (left: Verdict, right: Verdict) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
