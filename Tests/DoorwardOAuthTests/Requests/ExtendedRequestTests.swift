import DoorwardOAuth
import Testing

@Suite("Authorization requests with keys, roles and pushed parameters")
struct ExtendedRequestTests {
    static let base =
        "response_type=code&client_id=client-1&redirect_uri=https%3A%2F%2Fapp.example%2Fcallback"
        + "&code_challenge=\(Fixture.challenge)&code_challenge_method=S256"
    /// The thumbprint of RFC 9449 §6.1.
    static let thumbprint = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"

    static func policy(_ features: AuthorizationFeatures) -> AuthorizationPolicy {
        var policy = Fixture.policy
        policy.features = features
        return policy
    }

    func outcome(
        _ more: String, _ features: AuthorizationFeatures, _ client: ClientRecord = Fixture.client(),
        isPushed: Bool = false
    ) throws -> AuthorizationOutcome {
        AuthorizationRequest.check(
            try Fixture.form(Self.base + more), client: client, policy: Self.policy(features), isPushed: isPushed)
    }

    func rejection(_ outcome: AuthorizationOutcome) -> Rejection? {
        if case .redirect(let rejected) = outcome { rejected.rejection } else { nil }
    }

    @Test("The key of dpop_jkt and the role of the user end up in the code")
    func key() throws {
        guard case .valid(let request) = try outcome("&dpop_jkt=\(Self.thumbprint)", .init(keyBinding: .on)) else {
            Issue.record("refused")
            return
        }
        #expect(request.keyThumbprint == Self.thumbprint)
        let code = request.code("c", forUser: "user-1", role: "member", lifetime: 60, at: noon)
        #expect(code.keyThumbprint == Self.thumbprint && code.role == "member" && code.expiresAt == noon + 60)
        let plain = request.code("c", forUser: "user-1", lifetime: 60, at: noon)
        #expect(plain.role == nil)
    }

    @Test("Where no keys are offered dpop_jkt is a parameter like any unknown one", arguments: [thumbprint, "x", ""])
    func keysAreOff(value: String) throws {
        guard case .valid(let request) = try outcome("&dpop_jkt=\(value)", .init()) else {
            Issue.record("refused")
            return
        }
        #expect(request.keyThumbprint == nil)
    }

    @Test(
        "What is no SHA-256 in base64url is no key",
        arguments: [
            "x", String(thumbprint.dropLast()), thumbprint + "A", thumbprint.replacing("-", with: "+"),
            String(thumbprint.dropLast()) + "=",
        ])
    func noKey(value: String) throws {
        let escaped = value.replacing("+", with: "%2B")
        #expect(
            rejection(try outcome("&dpop_jkt=\(escaped)", .init(keyBinding: .on))) == .malformedParameter("dpop_jkt"))
    }

    @Test("dpop_jkt twice is refused")
    func twice() throws {
        let more = "&dpop_jkt=\(Self.thumbprint)&dpop_jkt=\(Self.thumbprint)"
        #expect(rejection(try outcome(more, .init(keyBinding: .on))) == .repeatedParameter("dpop_jkt"))
    }

    @Test("A plain request is refused where the server or the client pushes all of them, and the client is told")
    func required() throws {
        var client = Fixture.client()
        client.requiresPushedRequests = true
        let cases: [(AuthorizationFeatures, ClientRecord)] = [
            (.init(pushedRequests: .required), Fixture.client()), (.init(pushedRequests: .on), client),
            // Fails closed when the feature was switched off under a client that relies on it.
            (.init(), client),
        ]
        for (features, client) in cases {
            #expect(rejection(try outcome("&state=s", features, client)) == .pushedRequestRequired)
            #expect(rejection(try outcome("&state=s", features, client, isPushed: true)) == nil)
        }
        #expect(rejection(try outcome("", .init(pushedRequests: .on))) == nil)
        #expect(OAuthError(.pushedRequestRequired).code == .invalidRequest)
    }

    @Test("A request_uri that is left over is not followed, pushed or not")
    func leftOver() throws {
        let more = "&request_uri=urn:ietf:params:oauth:request_uri:x"
        #expect(rejection(try outcome(more, .init())) == .requestURINotSupported)
        for isPushed in [true, false] {
            #expect(
                rejection(try outcome(more, .init(pushedRequests: .on), isPushed: isPushed))
                    == .malformedParameter("request_uri"))
        }
    }
}
