import AsyncHTTPClient
import Doorward
import DoorwardGateway
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import Testing

/// A plugin that runs in this process on a free port, and a client for it.
struct RunningPlugin {
    static let secret = String(repeating: "0123456789abcdef", count: 4)
    let door: Door
    let lines: CollectedLines

    /// Opens the plugin, hands it to `body`, and stops it.
    static func with(
        _ plugin: GuardedPlugin, more: String = "", _ body: (RunningPlugin) async throws -> Void
    ) async throws {
        let text = """
            public_url: https://api.example.com
            listen: 127.0.0.1:0
            upstream: {url: "http://127.0.0.1:9"}
            auth: service_http
            service: {secrets: ["env:PLUGIN_SECRET"]}
            database: none
            metrics: {listen: "off"}
            logging: {format: json}
            \(more)
            """
        let lines = CollectedLines()
        let source = try plugin.source(environment: ["PLUGIN_SECRET": secret]) { () throws(ConfigurationFailure) in
            try ConfigurationLoader.load(text: Array(text.utf8))
        }
        let door = try await Door.open(source, sink: lines, threads: 1)
        do {
            try await body(RunningPlugin(door: door, lines: lines))
        } catch {
            await door.close()
            throw error
        }
        await door.close()
        #expect(!lines.text.contains(secret), "the secret is in the log")
    }

    /// Calls the plugin; with the secret unless something else is said.
    func call(
        _ method: HTTPMethod = .GET, _ path: String, body: String? = nil, token: String? = secret
    ) async throws -> (status: Int, body: String, headers: HTTPHeaders) {
        var request = HTTPClientRequest(url: "http://\(door.listening)\(path)")
        request.method = method
        if let token { request.headers.add(name: "authorization", value: "Bearer \(token)") }
        if let body { request.body = .bytes(ByteBuffer(string: body)) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        let collected = try await response.body.collect(upTo: 64 << 20)
        return (Int(response.status.code), String(buffer: collected), response.headers)
    }
}

/// Keeps log lines for a test to read.
final class CollectedLines: LogSink {
    private let bytes = NIOLockedValueBox([UInt8]())

    func write(_ lines: [UInt8]) { bytes.withLockedValue { $0 += lines } }

    var text: String { String(decoding: bytes.withLockedValue { $0 }, as: UTF8.self) }
}
