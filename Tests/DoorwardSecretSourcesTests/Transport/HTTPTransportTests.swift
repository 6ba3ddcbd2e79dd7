import DoorwardSecrets
import Testing

@testable import DoorwardSecretSources

@Suite("The transport over HTTP")
struct HTTPTransportTests {
    @Test("An answer whose body does not end in time is none, however regularly it comes")
    func drippingBody() async throws {
        // It would be whole after 6 seconds.
        let server = try DrippingServer(String(repeating: "x", count: 60), pause: 0.1)
        let transport = HTTPTransport()
        let begin = ContinuousClock.now
        let error = await problem {
            _ = try await transport.send(SecretRequest("GET", server.address, timeout: .milliseconds(500)))
        }
        let took = ContinuousClock.now - begin
        await transport.shutdown()
        // The rest is for a machine that is busy.
        #expect(took < .seconds(4))
        #expect(error == .unavailable(reason: "\(server.address.dropLast()): no answer in time"))
    }

    @Test("A body that comes slowly and ends in time is read whole")
    func slowBody() async throws {
        let server = try DrippingServer("made-up value", pause: 0.01)
        let transport = HTTPTransport()
        let response = try? await transport.send(SecretRequest("GET", server.address, timeout: .seconds(10)))
        await transport.shutdown()
        #expect(response?.status == 200)
        #expect(response.map { String(decoding: $0.body, as: UTF8.self) } == "made-up value")
    }

    @Test("A caller that gives up does not wait for the body, and gets nothing of it")
    func cancelled() async throws {
        let server = try DrippingServer(String(repeating: "x", count: 60), pause: 0.1)
        let transport = HTTPTransport()
        let request = SecretRequest("GET", server.address, timeout: .seconds(10))
        let task = Task { await problem { _ = try await transport.send(request) } }
        try? await Task.sleep(for: .milliseconds(300))
        let begin = ContinuousClock.now
        task.cancel()
        let error = await task.value
        let took = ContinuousClock.now - begin
        await transport.shutdown()
        #expect(took < .seconds(4))
        #expect(error == .unavailable(reason: "\(server.address.dropLast()): no answer in time"))
    }
}
