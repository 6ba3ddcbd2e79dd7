/// A way to the API that is not its usual address.
struct WayAround: Sendable {
    let description: String
    let url: String
    let patience: Duration
    /// Whether something else than the examined API may answer there.
    let mayBeAnother: Bool

    init(_ description: String, _ url: String, patience: Duration = .seconds(8), mayBeAnother: Bool = false) {
        self.description = description
        self.url = url
        self.patience = patience
        self.mayBeAnother = mayBeAnother
    }
}
