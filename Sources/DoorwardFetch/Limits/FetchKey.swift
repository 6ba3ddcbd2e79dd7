/// What makes two GET requests equal.
struct FetchKey: Hashable, Sendable {
    let url: String
    let fields: [String]
    let isStranger: Bool
    let limit: Int
    let timeout: Duration

    /// Nothing when a request is not a GET, or carries a body.
    init?(_ request: FetchRequest) {
        guard request.method == "GET", request.body.isEmpty else { return nil }
        url = request.url
        fields = request.fields.flatMap { [$0.name.lowercased(), $0.value] }
        isStranger = request.trust == .stranger
        limit = request.limit
        timeout = request.timeout
    }
}
