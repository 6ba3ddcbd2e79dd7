import DoorwardOAuth

/// The fields of a page's own query; what cannot be read is not there.
struct QueryFields: Sendable {
    private let parameters: Parameters?

    init(_ request: EndpointRequest) {
        parameters = try? FormParameters.parse(request.query ?? "")
    }

    subscript(name: String) -> String? { (try? parameters?.value(name)) ?? nil }
}
