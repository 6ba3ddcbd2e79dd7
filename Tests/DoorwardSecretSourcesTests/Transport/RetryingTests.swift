import DoorwardSecrets
import Testing

@testable import DoorwardSecretSources

@Suite("Requests to sources are tried again")
struct RetryingTests {
    private let request = SecretRequest("GET", "http://127.0.0.1:1/")

    @Test("A passing answer is followed by a second and a third attempt", arguments: [429, 500, 502, 503, 504])
    func passing(status: Int) async throws {
        let clock = ManualClock()
        let transport = ScriptedTransport([
            { _ in SecretResponse(status: status) }, { _ in SecretResponse(status: status) },
            { _ in SecretResponse(status: 200) },
        ])
        let response = try await SourceSurroundings(transport, clock: clock).send { request }
        #expect(response.status == 200)
        #expect(transport.requests.count == 3)
        #expect(clock.slept.count == 2)
        #expect(clock.slept[0] >= .milliseconds(150) && clock.slept[0] <= .milliseconds(250))
        #expect(clock.slept[1] >= .milliseconds(300) && clock.slept[1] <= .milliseconds(500))
    }

    @Test("After three attempts the last answer stands")
    func exhausted() async throws {
        let transport = ScriptedTransport(every: { _ in SecretResponse(status: 503) })
        let response = try await SourceSurroundings(transport).send { request }
        #expect(response.status == 503)
        #expect(transport.requests.count == 3)
    }

    @Test("An answer that time does not mend is final", arguments: [200, 301, 400, 401, 403, 404])
    func final(status: Int) async throws {
        let transport = ScriptedTransport(every: { _ in SecretResponse(status: status) })
        #expect(try await SourceSurroundings(transport).send { request }.status == status)
        #expect(transport.requests.count == 1)
    }

    @Test("No answer is tried again, an answer that is too large is not")
    func failures() async throws {
        let down = ScriptedTransport(every: { _ throws(SecretSourceError) in throw .unavailable(reason: "down") })
        await #expect(throws: SecretSourceError.unavailable(reason: "down")) {
            try await SourceSurroundings(down).send { request }
        }
        #expect(down.requests.count == 3)
        let large = ScriptedTransport(every: { _ throws(SecretSourceError) in throw .malformed(reason: "large") })
        await #expect(throws: SecretSourceError.malformed(reason: "large")) {
            try await SourceSurroundings(large).send { request }
        }
        #expect(large.requests.count == 1)
    }

    @Test("Retry-After is obeyed when it is short, and left to the caller when it is long")
    func patience() async throws {
        let clock = ManualClock()
        let short = ScriptedTransport([
            { _ in SecretResponse(status: 429, headers: [("Retry-After", "3")]) }, { _ in SecretResponse(status: 200) },
        ])
        #expect(try await SourceSurroundings(short, clock: clock).send { request }.status == 200)
        #expect(clock.slept.first.map { $0 >= .milliseconds(2250) } == true)
        let long = ScriptedTransport(every: { _ in SecretResponse(status: 429, headers: [("retry-after", "60")]) })
        #expect(try await SourceSurroundings(long).send { request }.status == 429)
        #expect(long.requests.count == 1)
    }
}
