/// A request of an examination and what came back.
public struct Exchange: Sendable {
    public let request: ProbeRequest
    public let result: Result<ProbeResponse, ProbeFailure>
    /// Seconds since 1970, when the request was sent.
    public let sentAt: Double

    public init(request: ProbeRequest, result: Result<ProbeResponse, ProbeFailure>, sentAt: Double) {
        self.request = request
        self.result = result
        self.sentAt = sentAt
    }
}
