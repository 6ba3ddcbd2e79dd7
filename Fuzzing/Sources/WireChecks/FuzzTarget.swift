/// What is fuzzed.
enum FuzzTarget: String, CaseIterable, Sendable {
    case request, response, chunked, path

    /// Checks one input; nil when all holds.
    func check(_ bytes: [UInt8]) -> Discrepancy? {
        switch self {
        case .request: RequestCheck.check(bytes)
        case .response: ResponseCheck.check(bytes)
        case .chunked: ChunkedCheck.check(bytes)
        case .path: PathCheck.check(bytes)
        }
    }
}
