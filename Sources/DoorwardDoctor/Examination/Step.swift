/// One numbered step of an examination.
public struct Step: Sendable {
    public let number: Int
    /// Which part of the client's way it belongs to.
    public let section: Section
    /// What the client does here: `Fetch the manifest`.
    public let title: String
    public internal(set) var exchanges: [Exchange] = []
    public internal(set) var remarks: [Remark] = []
    public internal(set) var elapsed: Duration = .zero

    /// The parts of a client's way, in their order.
    public enum Section: String, Sendable, CaseIterable {
        case address, files, calls, discovery, registration, signIn, tokens, mcp
    }

    /// The worst of the remarks; passed when there is none.
    public var verdict: Verdict { remarks.map(\.verdict).max() ?? .passed }

    init(number: Int, section: Section, title: String) {
        self.number = number
        self.section = section
        self.title = title
    }
}
