import Testing

@testable import DoorwardServer

@Suite("An authorization request that is kept")
struct KeptQueryTests {
    @Test("has what the checks read, as it came, and nothing else")
    func reduced() {
        let query =
            "client_id=a&x=\(String(repeating: "x", count: 30_000))&state=b%20c&state=d&st%61te=e&&=f&resource=g"
        #expect(KeptQuery.reduce(query) == "client_id=a&state=b%20c&state=d&st%61te=e&resource=g")
    }
}
