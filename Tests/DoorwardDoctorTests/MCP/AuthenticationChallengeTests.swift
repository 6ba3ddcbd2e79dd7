import Testing

@testable import DoorwardDoctor

@Suite("Challenges in WWW-Authenticate")
struct AuthenticationChallengeTests {
    @Test("Several challenges in one field or in several are told apart")
    func several() {
        let fields = [
            #"Basic realm="a, b", BEARER resource_metadata="https://x/y" , error=invalid_token"#, "Negotiate abc==",
            "DPoP",
        ]
        let list = AuthenticationChallenge.all(in: fields)
        #expect(list.map(\.scheme) == ["basic", "bearer", "negotiate", "dpop"])
        #expect(list[0]["realm"] == "a, b")
        #expect(list[1]["resource_metadata"] == "https://x/y")
        #expect(list[1]["error"] == "invalid_token")
    }

    @Test(
        "Quotation marks inside a value and bad endings do no harm",
        arguments: ["", ",,,", "=", "Bearer a=\"", "Bearer \"x"])
    func odd(field: String) {
        #expect(AuthenticationChallenge.all(in: [field]).allSatisfy { $0.scheme == "bearer" || $0.scheme == "x" })
        #expect(AuthenticationChallenge.all(in: [#"Bearer a="x\"y""#]).first?["a"] == #"x"y"#)
    }

    @Test("A long field is read in linear time")
    func long() {
        let field = String(repeating: "a=b,", count: 100_000)
        #expect(AuthenticationChallenge.all(in: ["Bearer " + field]).first?.parameters.count == 100_000)
    }
}
