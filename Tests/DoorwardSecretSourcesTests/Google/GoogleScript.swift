import CryptoExtras
import DoorwardJOSE
import DoorwardSecrets
import Foundation
import Synchronization

@testable import DoorwardSecretSources

/// Google out of a script: tokens from the metadata server, and answers of Secret Manager by method and path.
final class GoogleScript: Sendable {
    private struct State {
        var answers: [String: [ScriptedTransport.Answer]] = [:]
        var requests: [SecretRequest] = []
        var tokens = 0
    }

    private let state = Mutex(State())
    let clock = ManualClock()

    /// The requests to Secret Manager and others, without those to the metadata server.
    var requests: [SecretRequest] { state.withLock { $0.requests } }
    var names: [String] { requests.map(Self.name) }
    var tokens: Int { state.withLock { $0.tokens } }

    /// The answers to a request from now on, the last one for ever; `GET /v1/projects/p/secrets/s/versions`.
    func set(_ name: String, _ answers: ScriptedTransport.Answer...) { state.withLock { $0.answers[name] = answers } }

    func set(_ name: String, _ status: Int, _ text: String) { set(name, { _ in .json(status, text) }) }

    /// Versions as Secret Manager lists them.
    func list(_ numbers: [Int], next: String? = nil, after token: String? = nil, secret: String = "s") {
        let versions = numbers.map { Self.version($0, secret: secret) }.joined(separator: ",")
        let query = "?filter=state%3AENABLED&pageSize=25" + (token.map { "&pageToken=\($0)" } ?? "")
        set(
            "GET /v1/projects/p1/secrets/\(secret)/versions\(query)", 200,
            "{\"versions\":[\(versions)]\(next.map { ",\"nextPageToken\":\"\($0)\"" } ?? "")}")
    }

    func access(_ number: Int, _ value: [UInt8], as asked: String? = nil, secret: String = "s") {
        set(
            "GET /v1/projects/p1/secrets/\(secret)/versions/\(asked ?? String(number)):access", 200,
            Self.payload(number, value, secret: secret))
    }

    func access(_ number: Int, _ value: String, as asked: String? = nil) {
        access(number, Array(value.utf8), as: asked)
    }

    static func version(_ number: Int, secret: String = "s", state: String = "ENABLED") -> String {
        "{\"name\":\"projects/42/secrets/\(secret)/versions/\(number)\",\"createTime\":\"2026-01-0\(number % 9 + 1)T00:00:00.5Z\","
            + "\"state\":\"\(state)\",\"etag\":\"\\\"1\\\"\"}"
    }

    static func payload(_ number: Int, _ value: [UInt8], secret: String = "s") -> String {
        "{\"name\":\"projects/42/secrets/\(secret)/versions/\(number)\",\"payload\":{\"data\":"
            + "\"\(PaddedBase64.encode(value))\",\"dataCrc32c\":\"\(CRC32C.checksum(value))\"}}"
    }

    static func name(_ request: SecretRequest) -> String {
        let path = request.url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false).last ?? ""
        return request.method + " " + path.drop { $0 != "/" }
    }

    private func answer(_ request: SecretRequest) throws(SecretSourceError) -> SecretResponse {
        if request.url.contains("/computeMetadata/"), state.withLock({ $0.answers["metadata"] }) == nil {
            let count = state.withLock { state in
                state.tokens += 1
                return state.tokens
            }
            return .json(
                200, "{\"access_token\":\"token-\(count)\",\"expires_in\":3600,\"token_type\":\"Bearer\"}",
                headers: [("Metadata-Flavor", "Google")])
        }
        let name = request.url.contains("/computeMetadata/") ? "metadata" : Self.name(request)
        let answer = state.withLock { state -> ScriptedTransport.Answer? in
            state.requests.append(request)
            guard let first = state.answers[name]?.first else { return nil }
            if (state.answers[name]?.count ?? 0) > 1 { state.answers[name]?.removeFirst() }
            return first
        }
        guard let answer else { throw .malformed(reason: "the script has no answer to \(name)") }
        return try answer(request)
    }

    func surroundings(_ environment: [String: String] = [:]) -> SourceSurroundings {
        SourceSurroundings(
            ScriptedTransport(every: { [self] request throws(SecretSourceError) in try answer(request) }),
            environment: environment, clock: clock)
    }

    func source(_ environment: [String: String] = [:]) -> GoogleSecretSource {
        GoogleSecretSource(surroundings: surroundings(environment))
    }

    /// No answer.
    static func down(_ reason: String) -> ScriptedTransport.Answer {
        @Sendable func answer(_ request: SecretRequest) throws(SecretSourceError) -> SecretResponse {
            throw .unavailable(reason: reason)
        }
        return answer
    }

    /// Google's form of an error.
    static func error(_ status: Int, _ code: String, reason: String? = nil) -> SecretResponse {
        let details = reason.map { ",\"details\":[{\"@type\":\"x\",\"reason\":\"\($0)\"}]" } ?? ""
        return .json(
            status,
            "{\"error\":{\"code\":\(status),\"message\":\"the value s3cr3t-\\u0074oken\",\"status\":\"\(code)\"\(details)}}"
        )
    }
}

extension SecretReference {
    static func google(_ text: String = "gcp-sm://p1/s") throws -> SecretReference {
        try SecretReference(parsing: text)
    }
}

/// Credential files in a directory of their own.
struct GoogleFiles {
    /// Made once: it takes a while.
    static let key = try? _RSA.Signing.PrivateKey(keySize: .bits2048)
    let directory: URL

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "doorward-google-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    var path: String { directory.path }

    func remove() { try? FileManager.default.removeItem(at: directory) }

    func write(_ text: String, _ name: String = "key.json") throws -> String {
        let url = directory.appending(path: name)
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
        return url.path
    }

    static func serviceAccount(_ changes: [String: String?] = [:]) -> String {
        var members = [
            "type": "service_account", "client_email": "robot@p1.iam.gserviceaccount.com", "private_key_id": "kid1",
            "private_key": key?.pkcs8PEMRepresentation ?? "", "token_uri": "https://oauth2.example.com/token",
        ]
        for (name, value) in changes { members[name] = value }
        return json(members)
    }

    static func json(_ members: [String: String]) -> String {
        let texts = members.sorted { $0.key < $1.key }.map { name, value in
            String(decoding: JOSEObject([name: .string(value)]).encoded.dropFirst().dropLast(), as: UTF8.self)
        }
        return "{" + texts.joined(separator: ",") + "}"
    }
}
