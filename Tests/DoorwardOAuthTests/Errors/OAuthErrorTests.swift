import DoorwardOAuth
import Testing

@Suite("What clients are told")
struct OAuthErrorTests {
    static let rejections: [Rejection] = [
        .missingParameter("x"), .repeatedParameter("x"), .malformedParameter("x"), .malformedBody, .bodyTooLarge,
        .methodNotAllowed, .unsupportedMediaType, .unknownClient, .removedClient, .wrongClientSecret,
        .noClientAuthentication, .severalClientAuthentications, .malformedCredentials, .clientAssertionNotSupported,
        .authenticationMethodNotAllowed, .unknownGrantType("x"), .grantNotAllowed("x"), .unsupportedResponseType("x"),
        .unsupportedResponseMode("x"), .requestObjectNotSupported, .requestURINotSupported, .unregisteredRedirectURI,
        .redirectURIRequired, .unusableState, .challengeRequired, .challengeMethodNotSupported, .malformedChallenge,
        .malformedScope, .unknownScope("x"), .scopeNotGranted("x"), .scopesWithdrawn, .unknownResource,
        .resourceNotGranted, .codeUnknown,
        .codeOfAnotherClient, .codeExpired, .codeReplayed, .redirectURIMismatch, .verifierMissing, .verifierUnexpected,
        .verifierMismatch, .refreshTokenUnknown, .refreshTokenOfAnotherClient, .refreshTokenExpired,
        .refreshTokenReused, .grantRevoked, .tokenOfAnotherClient, .userDenied, .userDisabled, .signInRequired,
        .consentRequired, .signInOver, .tooManyAttempts, .unavailable,
    ]

    @Test("Descriptions are printable ASCII that needs no escaping, and never the inner reason", arguments: rejections)
    func descriptions(rejection: Rejection) {
        let error = OAuthError(rejection)
        #expect(error.text.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C })
        #expect(error.text.hasSuffix("."))
        #expect((400...503).contains(error.status) && error.status != 500)
        let name = String(describing: rejection).prefix { $0 != "(" }
        let isRegisteredCode = error.code.rawValue.contains(name)
        #expect(isRegisteredCode || !String(decoding: error.json, as: UTF8.self).contains(name))
    }

    @Test("Words for the log are in snake case, one for each reason, and say nothing that was sent")
    func words() {
        let words = Self.rejections.map(\.word)
        #expect(Set(words).count == words.count)
        #expect(words.allSatisfy { $0.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x5F } })
        for (one, other) in zip(Self.rejections, Self.rejections.map(Self.replacingText)) {
            #expect(one.word == other.word)
            let plain = String(describing: one).prefix { $0 != "(" }.lowercased()
            #expect(one.word.filter { $0 != "_" } == plain)
        }
    }

    private static func replacingText(_ rejection: Rejection) -> Rejection {
        switch rejection {
        case .missingParameter: .missingParameter("a secret")
        case .repeatedParameter: .repeatedParameter("a secret")
        case .malformedParameter: .malformedParameter("a secret")
        case .unknownGrantType: .unknownGrantType("a secret")
        case .grantNotAllowed: .grantNotAllowed("a secret")
        case .unsupportedResponseType: .unsupportedResponseType("a secret")
        case .unsupportedResponseMode: .unsupportedResponseMode("a secret")
        case .unknownScope: .unknownScope("a secret")
        case .scopeNotGranted: .scopeNotGranted("a secret")
        default: rejection
        }
    }

    @Test("All ways in which a code, a refresh token or a client can be wrong look the same")
    func sameForAll() {
        let codes: [Rejection] = [.codeUnknown, .codeOfAnotherClient, .codeExpired, .codeReplayed, .verifierMismatch]
        #expect(Set(codes.map { OAuthError($0).json }).count == 1)
        let tokens: [Rejection] = [
            .refreshTokenUnknown, .refreshTokenOfAnotherClient, .refreshTokenReused, .grantRevoked,
        ]
        #expect(Set(tokens.map { OAuthError($0).json }).count == 1)
        let clients: [Rejection] = [.unknownClient, .removedClient, .wrongClientSecret]
        #expect(Set(clients.map { OAuthError($0).json }).count == 1)
    }

    @Test("Challenges say what is wrong, what is needed and where the metadata is")
    func challenges() {
        let challenge = BearerChallenge(resourceMetadata: "https://api.example/.well-known/oauth-protected-resource")
        let metadata = #"resource_metadata="https://api.example/.well-known/oauth-protected-resource""#
        #expect(challenge.missingToken() == "Bearer \(metadata)")
        #expect(challenge.missingToken(scopes: ["a"]) == #"Bearer scope="a", \#(metadata)"#)
        #expect(challenge.invalidToken().hasPrefix(#"Bearer error="invalid_token", "#))
        let insufficient = challenge.insufficientScope(["a", "b:c"])
        #expect(insufficient.contains(#"error="insufficient_scope""#) && insufficient.contains(#"scope="a b:c""#))
        #expect(insufficient.hasSuffix(metadata))
        #expect(!challenge.insufficientScope(["x\"\r\nSet-Cookie: y"]).contains("\r"))
    }
}
