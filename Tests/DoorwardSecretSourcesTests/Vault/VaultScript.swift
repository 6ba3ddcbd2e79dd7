import DoorwardSecrets
import Synchronization

@testable import DoorwardSecretSources

/// A Vault out of a script: for each method and path the answers in order, of which the last one stays.
final class VaultScript: Sendable {
    private let answers = Mutex<[String: [SecretResponse]]>([:])
    private let isDown = Mutex(false)
    let clock = ManualClock()

    /// - Parameter answers: by `GET secret/data/app?version=1`, without `/v1/`.
    init(_ answers: [String: [SecretResponse]] = [:]) {
        self.answers.withLock { $0 = answers }
    }

    /// The answers to a request from now on.
    func set(_ question: String, _ answers: SecretResponse...) { self.answers.withLock { $0[question] = answers } }

    func setDown(_ down: Bool) { isDown.withLock { $0 = down } }

    private func answer(_ request: SecretRequest) throws(SecretSourceError) -> SecretResponse {
        if isDown.withLock({ $0 }) { throw .unavailable(reason: "http://127.0.0.1:8200: connection refused") }
        let name = Self.name(request)
        let answer = answers.withLock { answers -> SecretResponse? in
            guard let first = answers[name]?.first else { return nil }
            if (answers[name]?.count ?? 0) > 1 { answers[name]?.removeFirst() }
            return first
        }
        guard let answer else { throw .malformed(reason: "the script has no answer to \(name)") }
        return answer
    }

    /// The name of a request in the script.
    static func name(_ request: SecretRequest) -> String {
        let path = request.url.split(separator: "/v1/", maxSplits: 1).last.map(String.init) ?? request.url
        return "\(request.method) \(path)"
    }

    /// A transport that answers by this script.
    func transport() -> ScriptedTransport {
        ScriptedTransport(every: { [self] request throws(SecretSourceError) in try answer(request) })
    }

    /// The variables of a machine with a token and an address.
    static let variables = ["VAULT_ADDR": "http://127.0.0.1:8200", "VAULT_TOKEN": "hvs.made-up"]

    /// A source with a transport of its own.
    func source(
        _ settings: VaultSettings = VaultSettings(), environment: [String: String] = VaultScript.variables,
        directory: String = "."
    ) -> (source: VaultSource, transport: ScriptedTransport) {
        let transport = transport()
        let surroundings = SourceSurroundings(
            transport, environment: environment, directory: directory, clock: clock)
        return (VaultSource(surroundings: surroundings, settings: settings), transport)
    }

    /// Reads one reference.
    static func read(_ source: VaultSource, _ reference: String) async throws -> [SecretVersion] {
        try await source.read(try SecretReference(parsing: reference))
    }

    /// Reads one reference that cannot be read.
    static func failure(_ source: VaultSource, _ reference: String) async -> SecretSourceError? {
        do {
            _ = try await source.read(try SecretReference(parsing: reference))
            return nil
        } catch {
            return error as? SecretSourceError
        }
    }
}

/// A transport whose answers take a moment, so that requests meet.
struct SlowTransport: SecretTransport {
    let script: ScriptedTransport

    func send(_ request: SecretRequest) async throws(SecretSourceError) -> SecretResponse {
        try? await Task.sleep(for: .milliseconds(30))
        return try await script.send(request)
    }
}

extension VaultScript {
    /// A source whose requests take a moment.
    func slowSource(environment: [String: String] = VaultScript.variables) -> (
        source: VaultSource, transport: ScriptedTransport
    ) {
        let transport = transport()
        let surroundings = SourceSurroundings(
            SlowTransport(script: transport), environment: environment, clock: clock)
        return (VaultSource(surroundings: surroundings), transport)
    }
}

extension ScriptedTransport {
    /// What was asked, as the script names it.
    var names: [String] { requests.map { VaultScript.name($0) } }
}

extension VaultScript {
    static let lookup = "GET auth/token/lookup-self"
    static let mounts = "GET sys/internal/ui/mounts/"
    static let denied = SecretResponse.json(403, #"{"errors":["permission denied"]}"#)

    /// A token without an end.
    static let rootToken = SecretResponse.json(200, #"{"data":{"ttl":0,"renewable":false}}"#)

    static func givenToken(ttl: Int, renewable: Bool = true) -> SecretResponse {
        .json(200, #"{"data":{"ttl":\#(ttl),"renewable":\#(renewable)}}"#)
    }

    /// An answer of a login or a renewal.
    static func auth(_ token: String, _ duration: Int, renewable: Bool = true) -> SecretResponse {
        .json(
            200,
            #"{"auth":{"client_token":"\#(token)","lease_duration":\#(duration),"renewable":\#(renewable),"mfa_requirement":null}}"#
        )
    }

    static func mount(_ path: String, type: String = "kv", version: String? = "2") -> SecretResponse {
        let options = version.map { #"{"version":"\#($0)"}"# } ?? "null"
        return .json(200, #"{"data":{"path":"\#(path)/","type":"\#(type)","options":\#(options)}}"#)
    }

    /// A version of key/value version 2 with these members.
    static func version(_ number: Int, _ members: String) -> SecretResponse {
        .json(
            200,
            #"{"data":{"data":{\#(members)},"metadata":{"created_time":"2027-01-01T00:00:0\#(number % 10).5Z","deletion_time":"","destroyed":false,"version":\#(number)}}}"#
        )
    }

    static func deleted(_ number: Int) -> SecretResponse {
        .json(
            404,
            #"{"data":{"data":null,"metadata":{"created_time":"2027-01-01T00:00:00Z","deletion_time":"2027-01-02T00:00:00Z","destroyed":false,"version":\#(number)}}}"#
        )
    }

    /// Metadata with the numbers of live versions, deleted and destroyed ones.
    static func metadata(live: [Int], deleted: [Int] = [], destroyed: [Int] = [], later: [Int] = []) -> SecretResponse {
        func entry(_ number: Int, _ deletion: String, _ destroyed: Bool) -> String {
            #""\#(number)":{"created_time":"2027-01-01T00:00:00Z","deletion_time":"\#(deletion)","destroyed":\#(destroyed)}"#
        }
        let entries =
            live.map { entry($0, "", false) } + deleted.map { entry($0, "2027-01-02T00:00:00Z", false) }
            + destroyed.map { entry($0, "", true) } + later.map { entry($0, "2199-01-01T00:00:00Z", false) }
        return .json(200, #"{"data":{"versions":{\#(entries.joined(separator: ","))}}}"#)
    }

    static func lease(_ id: String, _ password: String, _ duration: Int, renewable: Bool = true) -> SecretResponse {
        .json(
            200,
            #"{"lease_id":"database/creds/app/\#(id)","lease_duration":\#(duration),"renewable":\#(renewable),"data":{"username":"v-\#(id)","password":"\#(password)"}}"#
        )
    }

    /// A script with a token without an end, `secret/` as key/value version 2, and two versions of `secret/app`.
    static func versioned() -> VaultScript {
        VaultScript([
            lookup: [rootToken], mounts + "secret/app": [mount("secret")],
            "GET secret/data/app": [version(2, #""token":"new-value","other":"x""#)],
            "GET secret/metadata/app": [metadata(live: [1, 2])],
            "GET secret/data/app?version=1": [version(1, #""token":"old-value""#)],
        ])
    }
}
