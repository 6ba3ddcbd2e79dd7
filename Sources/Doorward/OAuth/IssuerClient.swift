internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1

/// Asks an external authorization server. Bounded in size and time, and it follows no redirects.
final class IssuerClient: Sendable {
    static let maximumSize = 256 << 10
    private let http: HTTPClient

    init() {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout = .init(connect: .seconds(3), read: .seconds(5))
        configuration.connectionPool.retryConnectionEstablishment = false
        http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }

    deinit {
        // A client that is let go while it is open ends the process.
        let http = http
        Task { try? await http.shutdown() }
    }

    func shutdown() async { try? await http.shutdown() }

    func get(_ url: String) async throws(IssuerProblem) -> [UInt8] {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "accept", value: "application/json")
        return try await send(request)
    }

    /// Sends a form.
    ///
    /// - Parameter authorization: the value of `Authorization`.
    func post(_ form: String, to url: String, authorization: String?) async throws(IssuerProblem) -> [UInt8] {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "accept", value: "application/json")
        request.headers.add(name: "content-type", value: "application/x-www-form-urlencoded")
        if let authorization { request.headers.add(name: "authorization", value: authorization) }
        request.body = .bytes(ByteBuffer(string: form))
        return try await send(request)
    }

    private func send(_ request: HTTPClientRequest) async throws(IssuerProblem) -> [UInt8] {
        do {
            return try await withThrowingTaskGroup(of: [UInt8].self) { [http] tasks in
                // One deadline over head and body: an answer may come byte by byte.
                tasks.addTask {
                    try await Task.sleep(for: .seconds(8))
                    throw IssuerProblem("cannot be reached: no whole answer within 8 seconds")
                }
                tasks.addTask {
                    let response = try await http.execute(request, timeout: .seconds(8))
                    guard response.status == .ok else { throw IssuerProblem("answered \(response.status.code)") }
                    return Array(try await response.body.collect(upTo: Self.maximumSize).readableBytesView)
                }
                defer { tasks.cancelAll() }
                return try await tasks.next() ?? []
            }
        } catch let problem as IssuerProblem {
            throw problem
        } catch is NIOTooManyBytesError {
            throw IssuerProblem("answered with more than \(Self.maximumSize) bytes")
        } catch {
            throw IssuerProblem("cannot be reached: \(SystemWords.for(error))")
        }
    }
}
