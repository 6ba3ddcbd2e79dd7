import Foundation
import NIOSSL

@testable import DoorwardFetch

/// Certificates that the `openssl` program makes once for all tests.
struct TestAuthority: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case good, wrongName, onlyAddress, expired, selfSigned, unknownAuthority
    }

    struct Failure: Error, CustomStringConvertible { var description: String }

    static let shared = Result { try TestAuthority() }

    private let contexts: [Kind: NIOSSLContext]
    /// For a fetcher that trusts the authority.
    let client: NIOSSLContext

    static func context(_ kind: Kind) throws -> NIOSSLContext {
        guard let context = try shared.get().contexts[kind] else { throw Failure(description: "no \(kind)") }
        return context
    }

    private init() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fetch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for authority in ["authority", "stranger"] { try Self.makeAuthority(authority, in: folder) }
        var contexts: [Kind: NIOSSLContext] = [:]
        for kind in Kind.allCases {
            try Self.makeServer(kind, names: Self.names(of: kind), in: folder)
            let path = folder.appendingPathComponent(kind.rawValue).path
            var configuration = TLSConfiguration.makeServerConfiguration(
                certificateChain: try NIOSSLCertificate.fromPEMFile(path + ".pem").map { .certificate($0) },
                privateKey: .privateKey(try NIOSSLPrivateKey(file: path + ".key", format: .pem)))
            configuration.applicationProtocols = ["http/1.1"]
            contexts[kind] = try NIOSSLContext(configuration: configuration)
        }
        self.contexts = contexts
        client = try GuardedFetcher.context(folder.appendingPathComponent("authority.pem").path)
    }

    private static func names(of kind: Kind) -> String {
        switch kind {
        case .wrongName: "DNS:elsewhere.example"
        case .onlyAddress: "IP:127.0.0.1"
        default: "DNS:client.example,DNS:localhost,IP:127.0.0.1"
        }
    }

    private static func makeAuthority(_ name: String, in folder: URL) throws {
        let text = """
            [req]
            distinguished_name = name
            x509_extensions = authority
            prompt = no
            [name]
            CN = Test \(name)
            [authority]
            basicConstraints = critical, CA:TRUE
            keyUsage = critical, keyCertSign, cRLSign
            subjectKeyIdentifier = hash
            """
        try text.write(to: folder.appendingPathComponent("\(name).cnf"), atomically: true, encoding: .utf8)
        try run(
            ["req", "-x509", "-config", "\(name).cnf", "-days", "2", "-out", "\(name).pem"] + newKey(name), in: folder)
    }

    private static func makeServer(_ kind: Kind, names: String, in folder: URL) throws {
        let name = kind.rawValue
        let request = "[req]\ndistinguished_name = name\nprompt = no\n[name]\nCN = server\n"
        let extensions = "basicConstraints = CA:FALSE\nsubjectAltName = \(names)\n"
        try request.write(to: folder.appendingPathComponent("\(name).cnf"), atomically: true, encoding: .utf8)
        try extensions.write(to: folder.appendingPathComponent("\(name).ext"), atomically: true, encoding: .utf8)
        try run(["req", "-new", "-config", "\(name).cnf", "-out", "\(name).csr"] + newKey(name), in: folder)
        let issuer = kind == .unknownAuthority ? "stranger" : "authority"
        let signing =
            kind == .selfSigned
            ? ["-signkey", "\(name).key"] : ["-CA", "\(issuer).pem", "-CAkey", "\(issuer).key", "-CAcreateserial"]
        let days = kind == .expired ? "-1" : "2"
        try run(
            ["x509", "-req", "-in", "\(name).csr", "-days", days, "-extfile", "\(name).ext", "-out", "\(name).pem"]
                + signing, in: folder)
    }

    private static func newKey(_ name: String) -> [String] {
        ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "\(name).key"]
    }

    private static func run(_ arguments: [String], in folder: URL) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.currentDirectoryURL = folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(description: "openssl \(arguments) fails") }
    }
}
