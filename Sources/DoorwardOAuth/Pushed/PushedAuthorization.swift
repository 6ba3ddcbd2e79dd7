/// An authorization request that its client sends beforehand (RFC 9126), checked as if it had come through a browser.
///
/// What is kept of it is only what ``AuthorizationRequest/check(_:client:policy:isPushed:)`` reads: never credentials.
public struct PushedAuthorization: Sendable, Equatable {
    /// How long a browser has to come with its `request_uri`, in seconds (RFC 9126 §2.2).
    public static let lifetime: Int64 = 90
    /// The largest request that is kept, in bytes of its query.
    public static let largestSize = 20_000

    public let clientID: String
    /// The parameters as a query, to be checked again when a browser comes with them.
    public let query: String

    /// Checks the parameters of a pushed request (RFC 9126 §2.1).
    ///
    /// - Parameters:
    ///   - client: whoever has proved to be it.
    ///   - keyThumbprint: of the key whose possession the request proved (RFC 9449 §10.1); nil without a proof.
    /// - Throws: `.malformedParameter("request_uri")`, `.unknownClient` for a `client_id` of another client,
    ///   `.proofInvalid` when `dpop_jkt` names another key than the proof, `.bodyTooLarge`, and whatever the checks of
    ///   the authorization endpoint refuse.
    public init(
        _ parameters: Parameters, client: AuthenticatedClient, policy: AuthorizationPolicy,
        keyThumbprint: String? = nil
    ) throws(Rejection) {
        // Whatever stands in it: a pushed request does not lead to another one (RFC 9126 §2.1, step 2).
        guard !parameters.entries.contains(where: { $0.name == "request_uri" }) else {
            throw .malformedParameter("request_uri")
        }
        let kept = try Self.kept(parameters, client: client, keyThumbprint: keyThumbprint)
        switch AuthorizationRequest.check(kept, client: client.record, policy: policy, isPushed: true) {
        case .page(let rejection): throw rejection
        case .redirect(let rejected): throw rejected.rejection
        case .valid: break
        }
        let query = FormParameters.serialize(kept)
        guard query.utf8.count <= Self.largestSize else { throw .bodyTooLarge }
        clientID = client.record.id
        self.query = query
    }

    /// The record of it.
    ///
    /// - Parameter requestURI: what the client gets to send a browser with.
    public func record(requestURI: String, at now: Int64) -> PushedRequest {
        PushedRequest(
            digest: OpaqueToken.digest(of: requestURI), clientID: clientID, query: query, createdAt: now,
            expiresAt: now + Self.lifetime)
    }

    /// What is kept: the parameters of an authorization request, with the client's id, which may have come in
    /// `Authorization` alone, and with the key that was proved.
    private static func kept(
        _ parameters: Parameters, client: AuthenticatedClient, keyThumbprint: String?
    ) throws(Rejection) -> Parameters {
        var kept = Parameters()
        kept.entries = parameters.entries.filter { AuthorizationRequest.parameterNames.contains($0.name) }
        if try parameters.value("client_id") == nil {
            kept.entries.removeAll { $0.name == "client_id" }
            kept.entries.insert(Parameters.Entry(name: "client_id", value: client.record.id), at: 0)
        }
        guard let keyThumbprint else { return kept }
        if let named = try parameters.value("dpop_jkt") {
            // RFC 9449 §10.1: both at once must mean the same key.
            guard named.utf8.elementsEqual(keyThumbprint.utf8) else {
                throw .proofInvalid("its key is not the one that dpop_jkt names")
            }
        } else {
            kept.entries.removeAll { $0.name == "dpop_jkt" }
            kept.entries.append(Parameters.Entry(name: "dpop_jkt", value: keyThumbprint))
        }
        return kept
    }
}
