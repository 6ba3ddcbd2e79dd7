import DoorwardOAuth
import DoorwardSecrets

/// An authorization request with its parameters in place, whether they came through the browser or before it.
struct ExpandedRequest: Sendable {
    var query: String
    /// The digest of the `request_uri` that stood for it (RFC 9126); nil for any other.
    var pushedRequest: SecretDigest?
}

extension AuthorizationFlow {
    /// Puts the parameters that a client pushed in the place of its `request_uri` (RFC 9126 §4).
    ///
    /// Whatever stands beside it but the client's id counts for nothing: a browser cannot change what was pushed (RFC
    /// 9101 §5).
    ///
    /// - Throws: `.pushedRequestUnknown` for one of another client too, which is not told more.
    func expand(_ query: String) async throws(Rejection) -> ExpandedRequest {
        let plain = ExpandedRequest(query: query)
        guard server.policy.features.pushedRequests.isOffered, query.utf8.count <= Parameters.largestSize else {
            return plain
        }
        let parameters = try FormParameters.parse(query)
        guard let uri = try parameters.value("request_uri") else { return plain }
        let id = try AuthorizationRequest.clientID(in: parameters)
        guard let digest = OpaqueToken.requestURI.digest(of: uri) else { throw .pushedRequestUnknown }
        let store = server.store
        let now = server.now()
        let pushed = try await server.stored { try await store.pushedRequest(digest, at: now) }
        guard let pushed, pushed.clientID.utf8.elementsEqual(id.utf8) else { throw .pushedRequestUnknown }
        return ExpandedRequest(query: pushed.query, pushedRequest: digest)
    }

    /// Uses a pushed request up with its answer, so that it has one only (RFC 9126 §4).
    ///
    /// - Throws: `.pushedRequestUnknown` when it has had one.
    func useUp(_ pushedRequest: SecretDigest?) async throws(Rejection) {
        guard let pushedRequest else { return }
        let store = server.store
        let wasThere = try await server.stored { try await store.usePushedRequest(pushedRequest) }
        guard wasThere else { throw .pushedRequestUnknown }
    }
}
