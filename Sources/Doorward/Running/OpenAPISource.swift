internal import AsyncHTTPClient
internal import DoorwardDocuments
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL

/// Gets the API's OpenAPI document from where the configuration says it is.
struct OpenAPISource: Sendable {
    let configuration: DoorwardConfiguration
    let logger: Logger
    /// How long an API that does not answer yet is waited for.
    var patience = Duration.seconds(30)

    /// Reads and understands the document.
    ///
    /// - Throws: ``StartFailure``: `configuration` when the document is wrong, `unavailable` when it cannot be had.
    func load() async throws(StartFailure) -> OpenAPIDocument {
        let location = configuration.upstream.openAPI
        let bytes: [UInt8]
        switch location {
        case .file(let path): bytes = try LocalFile.read(path, key: "upstream.openapi")
        case .url(let url): bytes = try await fetch(url)
        case .upstreamPath(let path): bytes = try await fetch("\(configuration.upstream.url)\(path)")
        }
        return try Self.parse(bytes, from: location.description)
    }

    static func parse(_ bytes: [UInt8], from place: String) throws(StartFailure) -> OpenAPIDocument {
        let value: JSONValue
        do throws(DocumentSyntaxError) {
            value = try JSONValue(document: bytes)
        } catch {
            throw StartFailure(.configuration, ["upstream.openapi: \(place): \(error)"])
        }
        do throws(OpenAPIDocumentError) {
            return try OpenAPIDocument(value)
        } catch {
            throw StartFailure(.configuration, ["upstream.openapi: \(place): \(error)"])
        }
    }

    private func fetch(_ url: String) async throws(StartFailure) -> [UInt8] {
        var client = HTTPClient.Configuration(redirectConfiguration: .disallow)
        client.timeout = .init(connect: .seconds(5), read: .seconds(15))
        client.connectionPool.retryConnectionEstablishment = false
        client.httpVersion = .http1Only
        if let file = configuration.upstream.caFile {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .file(file)
            client.tlsConfiguration = tls
        }
        let http = HTTPClient(eventLoopGroupProvider: .singleton, configuration: client)
        let outcome = await wait(for: url, http)
        try? await http.shutdown()
        switch outcome {
        case .success(let bytes): return bytes
        case .failure(let failure): throw failure
        }
    }

    /// Tries until the patience is over: an API is often started together with its door, and a moment later.
    private func wait(for url: String, _ http: HTTPClient) async -> Result<[UInt8], StartFailure> {
        let deadline = ContinuousClock.now + patience
        var announced = false
        while true {
            do {
                return try await attempt(url, http)
            } catch {
                // Waiting heals an API that is still starting, not a certificate.
                let isOver = ContinuousClock.now >= deadline || Task.isCancelled || Self.isAboutTLS(error)
                if isOver {
                    return .failure(
                        StartFailure(
                            .unavailable,
                            [
                                "upstream.openapi: \(url) cannot be had: \(Self.words(for: error)); "
                                    + (Self.isAboutTLS(error)
                                        ? "see upstream.ca_file"
                                        : "is the API running there? A file can be named instead")
                            ]))
                }
                if !announced {
                    logger.notice("waiting for the API's OpenAPI document at \(url): \(Self.words(for: error))")
                    announced = true
                }
                try? await Task.sleep(for: .milliseconds(250))
            }
        }
    }

    private func attempt(_ url: String, _ http: HTTPClient) async throws -> Result<[UInt8], StartFailure> {
        var request = HTTPClientRequest(url: url)
        request.headers.add(name: "accept", value: "application/json, application/yaml, */*")
        let response = try await http.execute(request, timeout: .seconds(15))
        guard response.status == .ok else {
            return .failure(
                StartFailure(
                    .unavailable,
                    [
                        "upstream.openapi: \(url) answered \(response.status.code); name the address that has the document"
                    ]))
        }
        let body = try await response.body.collect(upTo: LocalFile.maximumSize)
        return .success(Array(body.readableBytesView))
    }

    private static func isAboutTLS(_ error: any Error) -> Bool {
        error is NIOSSLError || error is NIOSSLExtraError || error is BoringSSLError
    }

    private static func words(for error: any Error) -> String {
        if isAboutTLS(error) { return "its certificate is not trusted, not for this name, or not valid now" }
        let text = String(describing: error)
        if text.contains("ECONNREFUSED") || text.contains("Connection refused") || text.contains("errno: 111") {
            return "connection refused"
        }
        return text.count > 200 ? String(text.prefix(200)) + "…" : text
    }
}
