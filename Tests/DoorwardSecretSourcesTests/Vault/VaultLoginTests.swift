import DoorwardSecrets
import Foundation
import Testing

@testable import DoorwardSecretSources

@Suite("Logging in to Vault")
struct VaultLoginTests {
    private static let reference = "vault://secret/app?version=2#token"

    private static func script(_ method: String) -> VaultScript {
        let script = VaultScript.versioned()
        script.set("GET secret/data/app?version=2", VaultScript.version(2, #""token":"new-value""#))
        script.set("POST auth/\(method)/login", VaultScript.auth("got", 900))
        return script
    }

    /// A folder with files, that goes away afterwards.
    private static func withFolder(
        _ files: [String: String], _ body: (String) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "vault-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files {
            try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
        }
        try await body(folder.path())
    }

    @Test(
        "Kubernetes and JWT send the role and the file's text, at the mount that is set",
        arguments: ["kubernetes", "jwt"])
    func files(method: String) async throws {
        try await Self.withFolder(["jwt": "a.b.c\n"]) { folder in
            let (source, transport) = Self.script("clusters/one").source(
                VaultSettings(
                    address: "https://vault.example.com:8200/", namespace: "/team/app/",
                    login: VaultSettings.Login(rawValue: method), loginMount: "auth/clusters/one", role: "door",
                    jwtFile: "jwt"),
                environment: [:], directory: folder)
            _ = try await VaultScript.read(source, Self.reference)
            let login = try #require(transport.requests.first)
            #expect(login.url == "https://vault.example.com:8200/v1/auth/clusters/one/login")
            #expect(String(decoding: login.body, as: UTF8.self) == #"{"role":"door","jwt":"a.b.c"}"#)
            #expect(login.headers.map(\.name) == ["X-Vault-Request", "X-Vault-Namespace", "Content-Type"])
            #expect(login.headers.map(\.value) == ["true", "team/app", "application/json"])
        }
    }

    @Test("A file is read anew for each login")
    func swapped() async throws {
        try await Self.withFolder(["jwt": "a.b.c"]) { folder in
            let script = Self.script("jwt")
            let (source, transport) = script.source(
                VaultSettings(address: "http://v", login: .jwt, role: "door", jwtFile: "jwt"), environment: [:],
                directory: folder)
            _ = try await VaultScript.read(source, Self.reference)
            try "d.e.f".write(toFile: folder + "/jwt", atomically: true, encoding: .utf8)
            script.clock.advance(900)
            _ = try await VaultScript.read(source, Self.reference)
            let bodies = transport.requests.filter { $0.url.hasSuffix("/login") }.map {
                String(decoding: $0.body, as: UTF8.self)
            }
            #expect(bodies == [#"{"role":"door","jwt":"a.b.c"}"#, #"{"role":"door","jwt":"d.e.f"}"#])
        }
    }

    @Test("The token of ~/.vault-token is used, and read again when it was refused")
    func tokenFile() async throws {
        try await Self.withFolder([".vault-token": "hvs.one\n"]) { folder in
            let script = Self.script("none")
            let (source, transport) = script.source(environment: ["VAULT_ADDR": "http://v", "HOME": folder])
            _ = try await VaultScript.read(source, Self.reference)
            #expect(transport.requests[0].headers.last?.value == "hvs.one")
            try "hvs.two\n".write(toFile: folder + "/.vault-token", atomically: true, encoding: .utf8)
            script.set(
                "GET secret/data/app?version=2", VaultScript.denied, VaultScript.version(2, #""token":"new-value""#))
            script.set(VaultScript.lookup, VaultScript.denied)
            _ = try await VaultScript.read(source, Self.reference)
            #expect(transport.requests.last?.headers.last?.value == "hvs.two")
        }
    }

    @Test(
        "The way to log in follows from what is set",
        arguments: [
            (["VAULT_TOKEN": "t", "VAULT_ROLE_ID": "r"], VaultSettings(role: "x"), VaultSettings.Login.token),
            (["BAO_TOKEN": "t"], VaultSettings(), .token), (["VAULT_ROLE_ID": "r"], VaultSettings(role: "x"), .approle),
            ([:], VaultSettings(role: "x"), .kubernetes), ([:], VaultSettings(role: "x", jwtFile: "f"), .jwt),
            (["VAULT_TOKEN": "t"], VaultSettings(login: .kubernetes), .kubernetes),
        ])
    func inferred(environment: [String: String], settings: VaultSettings, method: VaultSettings.Login) async throws {
        let surroundings = SourceSurroundings(ScriptedTransport(), environment: environment)
        var settings = settings.filled(from: surroundings)
        settings.address = "http://v"
        let connection = try VaultConnection(settings: settings, surroundings: surroundings)
        #expect(try VaultLogin(connection: connection, settings: settings).method() == method)
    }

    @Test("The variables of Vault and of OpenBao fill in what is not set, and what is set stands")
    func variables() {
        let vault = SourceSurroundings(
            ScriptedTransport(),
            environment: ["VAULT_ADDR": "a", "BAO_ADDR": "b", "VAULT_NAMESPACE": "n", "VAULT_ROLE_ID": "r"])
        #expect(VaultSettings().filled(from: vault) == VaultSettings(address: "a", namespace: "n", roleID: "r"))
        let bao = SourceSurroundings(
            ScriptedTransport(), environment: ["BAO_ADDR": "b", "BAO_NAMESPACE": "m", "VAULT_ADDR": ""])
        #expect(VaultSettings().filled(from: bao) == VaultSettings(address: "b", namespace: "m"))
        let set = VaultSettings(address: "x", namespace: "y", roleID: "z")
        #expect(set.filled(from: vault) == set)
    }

    @Test(
        "What is missing is said with the variable or key that gives it",
        arguments: [
            (VaultSettings(), "VAULT_ADDR"), (VaultSettings(address: "http://v"), "VAULT_TOKEN"),
            (VaultSettings(address: "http://v", login: .token), "VAULT_TOKEN"),
            (VaultSettings(address: "http://v", login: .approle), "VAULT_ROLE_ID"),
            (VaultSettings(address: "http://v", login: .kubernetes), "vault.role"),
            (VaultSettings(address: "http://v", login: .jwt), "vault.jwt_file"),
            (VaultSettings(address: "vault.example.com"), "https://vault.example.com:8200"),
            (VaultSettings(address: "ftp://v"), "https://"), (VaultSettings(address: "http://u:p@v"), "https://"),
            (VaultSettings(address: "http://v?x"), "https://"), (VaultSettings(address: "http://"), "https://"),
            (VaultSettings(address: "http://v", namespace: "a\r\nX: y"), "VAULT_NAMESPACE"),
            (VaultSettings(address: "http://v", login: .approle, loginMount: "a/../b", roleID: "r"), "login_mount"),
            (VaultSettings(address: "http://v", login: .approle, roleID: "r", secretIDFile: "/no/such"), "/no/such"),
        ])
    func missing(settings: VaultSettings, hint: String) async {
        let (source, transport) = VaultScript.versioned().source(settings, environment: [:])
        let error = await VaultScript.failure(source, Self.reference)
        #expect(error?.description.contains(hint) == true, "\(String(describing: error))")
        #expect(transport.requests.isEmpty)
    }

    @Test(
        "A login that is refused says what to check, and nothing of what was sent",
        arguments: [
            (400, #"{"errors":["invalid role or secret ID"]}"#, "the secret id"),
            (403, #"{"errors":["permission denied"]}"#, "(403)"), (404, #"{"errors":[]}"#, "mounted there"),
            (400, #"{"errors":["namespace not found"]}"#, "VAULT_NAMESPACE"),
        ])
    func refused(status: Int, text: String, hint: String) async {
        let script = Self.script("approle")
        script.set("POST auth/approle/login", .json(status, text))
        let environment = ["VAULT_ADDR": "http://v", "VAULT_ROLE_ID": "role-1", "VAULT_SECRET_ID": "made-up-id"]
        let error = await VaultScript.failure(script.source(environment: environment).source, Self.reference)
        guard case .denied(let reason) = error else { return #expect(error == .empty) }
        #expect(reason.contains(hint))
        #expect(!reason.contains("made-up-id"))
    }

    @Test(
        "An answer that is wrapped, wants a second factor, or has no token is refused",
        arguments: [
            (#"{"wrap_info":{"token":"w","ttl":60},"auth":null}"#, "wraps"),
            (
                #"{"auth":{"client_token":"","lease_duration":0,"mfa_requirement":{"mfa_request_id":"1"}}}"#,
                "second factor"
            ),
            (#"{"auth":{"client_token":"","lease_duration":5}}"#, "client_token"),
            (#"{"auth":{"client_token":"t","lease_duration":"5"}}"#, "lease_duration"), (#"{"auth":[]}"#, "auth"),
        ])
    func odd(text: String, hint: String) async {
        let script = Self.script("approle")
        script.set("POST auth/approle/login", .json(200, text))
        let environment = ["VAULT_ADDR": "http://v", "VAULT_ROLE_ID": "role-1"]
        let error = await VaultScript.failure(script.source(environment: environment).source, Self.reference)
        #expect(error?.description.contains(hint) == true, "\(String(describing: error))")
    }

    @Test("A token with a line break is not sent")
    func brokenToken() async {
        let (source, transport) = VaultScript.versioned().source(
            environment: ["VAULT_ADDR": "http://v", "VAULT_TOKEN": "hvs.made\nup"])
        let error = await VaultScript.failure(source, Self.reference)
        guard case .denied(let reason) = error else { return #expect(error == .empty) }
        #expect(!reason.contains("made"))
        #expect(transport.requests.isEmpty)
    }
}
