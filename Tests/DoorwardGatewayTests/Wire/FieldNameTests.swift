import Testing

@testable import DoorwardGateway

@Suite("Field names")
struct FieldNameTests {
    static let known: [(String, FieldName)] = [
        ("host", .host), ("content-length", .contentLength), ("transfer-encoding", .transferEncoding),
        ("connection", .connection), ("keep-alive", .keepAlive), ("proxy-connection", .proxyConnection),
        ("upgrade", .upgrade), ("te", .te), ("trailer", .trailer), ("expect", .expect),
        ("authorization", .authorization), ("proxy-authorization", .proxyAuthorization),
        ("proxy-authenticate", .proxyAuthenticate), ("cookie", .cookie), ("forwarded", .forwarded),
        ("x-forwarded-for", .xForwardedFor), ("x-forwarded-host", .xForwardedHost),
        ("x-forwarded-proto", .xForwardedProto), ("x-forwarded-port", .xForwarded), ("x-real-ip", .xRealIP),
        ("doorward", .doorward), ("doorward-subject", .doorward), ("doorward-", .doorward), ("via", .via),
        ("x-request-id", .xRequestID), ("traceparent", .traceparent), ("tracestate", .tracestate), ("origin", .origin),
        ("access-control-request-method", .accessControlRequestMethod),
        ("access-control-request-headers", .accessControlRequestHeaders),
        ("access-control-allow-origin", .accessControl), ("if-none-match", .ifNoneMatch),
        ("openai-conversation-id", .openAIConversationID), ("openai-ephemeral-user-id", .openAIEphemeralUserID),
        ("openai-gpt-id", .openAIGPTID), ("content-type", .contentType), ("date", .date), ("vary", .vary),
        ("dpop", .dpop), ("x-http-method-override", .override), ("x-original-url", .override),
        ("x-rewrite-url", .override),
    ]

    private func classify(_ name: String) -> FieldName { name.bytes.withUnsafeBytes(FieldName.classify) }

    @Test("A name is known in any letter case", arguments: known)
    func knows(name: String, expected: FieldName) {
        #expect(classify(name) == expected)
        #expect(classify(name.uppercased()) == expected)
        #expect(classify(String(name.prefix(1)).uppercased() + name.dropFirst()) == expected)
    }

    @Test(
        "With an underscore for a hyphen, a protected name is disguised and any other is somebody else's",
        arguments: known)
    func undisguises(name: String, expected: FieldName) {
        guard name.contains("-") else { return }
        let disguise = name.replacing("-", with: "_")
        #expect(classify(disguise) == (expected.isWithheldFromUpstream ? .disguised : .other))
        #expect(classify(disguise.uppercased()) == classify(disguise))
    }

    @Test(
        "One underscore among hyphens is a disguise too",
        arguments: ["x_forwarded-for", "x-forwarded_for", "DoorWard_subject"])
    func mixedDisguise(name: String) { #expect(classify(name) == .disguised) }

    @Test(
        "What only resembles a known name is not one",
        arguments: [
            "", "hos", "hostt", "content-lengt", "content-length2", "xforwarded-for", "authorisation", "cookie2",
            "door-ward",
            "doorwardx", "t", "x-forwarded", "access-control", "set-cookie", "openai-gpt-idx", "vi",
        ])
    func others(name: String) { #expect(classify(name) == .other) }

    @Test("Everything about identity, routing, framing and the gate itself is withheld from the API")
    func withheld() {
        let passing: Set = [
            "trailer", "origin", "access-control-request-method", "access-control-request-headers",
            "access-control-allow-origin", "if-none-match", "openai-conversation-id", "openai-ephemeral-user-id",
            "openai-gpt-id", "content-type", "date", "vary",
        ]
        for (name, field) in Self.known { #expect(field.isWithheldFromUpstream != passing.contains(name), "\(name)") }
        #expect(FieldName.disguised.isWithheldFromUpstream && !FieldName.other.isWithheldFromUpstream)
    }
}
