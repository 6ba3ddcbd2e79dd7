import DoorwardDocuments
import NIOCore
import Testing

@testable import DoorwardGateway

@Suite("A connection that is used again")
struct ReuseTests {
    @Test(
        "What could not be read is answered in full, whatever was asked before",
        arguments: ["HEAD /x", "HEAD /nowhere", "GET /x"])
    func refusalAfterHead(first: String) async throws {
        let upstream = try await TestUpstream.start { _ in .answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") }
        let policy = try TestPolicy.make(.remote(upstream.target()), operations: [("GET", "/x"), ("HEAD", "/x")])
        try await Gate.running(policy) { gate in
            let client = try await RawClient.connect(to: gate.address)
            try await client.send("\(first) HTTP/1.1\r\nHost: a\r\n\r\nNOT A REQUEST\r\n\r\n")
            let text = String(decoding: try await client.end().bytes, as: UTF8.self)
            #expect(text.contains("HTTP/1.1 400 Bad Request"))
            #expect(text.hasSuffix("}"), "the body of the refusal is missing: \(text.suffix(60))")
        }
        await upstream.stop()
    }

    @Test("How long a call took is told rightly where the caller's end of the connection ends it")
    func duration() async throws {
        let upstream = try await TestUpstream.start { _ in .silence }
        let policy = try TestPolicy.make(.remote(upstream.target()), operations: [("POST", "/x")])
        let log = LogCollector()
        try await Gate.running(policy, log: log) { gate in
            let client = try await RawClient.connect(to: gate.address)
            try await client.send("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nhalf")
            while upstream.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
            // Not a multiple of the clock's tick, whose time would be right by chance.
            try await Task.sleep(for: .milliseconds(350))
            await client.close()
            while !log.text.contains("\"access\"") { try await Task.sleep(for: .milliseconds(10)) }
        }
        await upstream.stop()
        let durations = log.text.split(separator: "\"duration_ms\":").dropFirst().map {
            $0.prefix { $0 != "," && $0 != "}" }
        }
        #expect(durations.count == 1)
        #expect(durations.allSatisfy { (345..<5000).contains(Double($0) ?? 0) }, "\(durations)")
    }
}
