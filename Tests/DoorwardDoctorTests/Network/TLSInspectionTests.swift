import Crypto
import Foundation
import NIOSSL
import SwiftASN1
import Testing
import X509

@testable import DoorwardDoctor

@Suite("Handshakes in TLS")
struct TLSInspectionTests {
    private static let host = "api.example.test"

    /// What a server with that certificate is found to be, and what a probe gets from it.
    private func inspect(
        _ context: NIOSSLContext?, roots: [UInt8], host: String = host
    ) async throws -> (report: Result<TLSReport, ProbeFailure>, probe: Result<ProbeResponse, ProbeFailure>, isOld: Bool)
    {
        let server = try await LoopbackServer.open(
            tls: context, .init("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"))
        let mapping = try #require(ConnectMapping(parsing: "\(host):443:127.0.0.1:\(server.port)"))
        let transport = HTTPProbeTransport(connectTo: [mapping], additionalRoots: roots)
        let report = await transport.handshake(host: host, port: 443)
        let probe = await transport.send(ProbeRequest("GET", "https://\(host)/"))
        let isOld = await transport.acceptsOnlyOldTLS(host: host, port: 443)
        await transport.shutdown()
        await server.close()
        return (report, probe, isOld)
    }

    @Test("with a good certificate show version, name and issuer")
    func good() async throws {
        let (report, probe, isOld) = try await inspect(
            try ZooContexts.context(.good), roots: try ZooCertificates.root.get())
        let seen = try report.get()
        #expect(seen.problem == nil && seen.version == "TLSv1.3")
        #expect(seen.chain.first?.names.contains(Self.host) == true)
        #expect(seen.chain.first?.issuer == "CN=Zoo Authority")
        #expect(seen.chain.first.map { $0.notBefore < $0.notAfter } == true)
        #expect(try probe.get().text == "ok")
        #expect(!isOld)
    }

    @Test(
        "with a bad one say why, and the probe says the same",
        arguments: [
            (ZooNetwork.TLS.selfSigned, ProbeFailure.TLSProblem.selfSigned), (.expired, .expired),
            (.unknownAuthority, .unknownAuthority), (.wrongName, .wrongName(names: ["www.elsewhere.test"])),
        ])
    func bad(kind: ZooNetwork.TLS, problem: ProbeFailure.TLSProblem) async throws {
        let (report, probe, _) = try await inspect(try ZooContexts.context(kind), roots: try ZooCertificates.root.get())
        #expect(try report.get().problem == problem)
        #expect(throws: ProbeFailure.tls(problem)) { try probe.get() }
    }

    @Test("trust only the authorities that were given")
    func roots() async throws {
        let (report, probe, _) = try await inspect(try ZooContexts.context(.good), roots: [])
        #expect(try report.get().problem == .unknownAuthority)
        #expect(throws: ProbeFailure.tls(.unknownAuthority)) { try probe.get() }
        #expect(HTTPProbeTransport(additionalRoots: Array("no PEM".utf8)).additionalRootCount == 0)
        #expect(HTTPProbeTransport(additionalRoots: try ZooCertificates.root.get()).additionalRootCount == 1)
    }

    @Test("with TLS 1.1 at most are told")
    func old() async throws {
        let (report, probe, isOld) = try await inspect(
            try ZooContexts.context(.oldVersion), roots: try ZooCertificates.root.get())
        if let seen = try? report.get() { #expect(seen.version == "TLSv1.1") }
        #expect(isOld)
        if case .failure(.tls(.oldVersion)) = probe { return }
        Issue.record("\(probe)")
    }

    @Test("with what speaks no TLS are told")
    func plain() async throws {
        let (report, probe, _) = try await inspect(nil, roots: [])
        #expect(throws: ProbeFailure.tls(.notTLS)) { try report.get() }
        #expect(throws: ProbeFailure.tls(.notTLS)) { try probe.get() }
    }

    @Test("without the certificate in between are told so")
    func incomplete() async throws {
        let (context, root) = try Self.chainWithoutIntermediate()
        let (report, probe, _) = try await inspect(context, roots: root)
        #expect(try report.get().problem == .incompleteChain)
        #expect(throws: ProbeFailure.tls(.incompleteChain)) { try probe.get() }
    }

    /// A leaf below an intermediate that is not sent, as a public authority makes it.
    private static func chainWithoutIntermediate() throws -> (NIOSSLContext, [UInt8]) {
        let (rootKey, middleKey) = (
            Certificate.PrivateKey(P256.Signing.PrivateKey()), Certificate.PrivateKey(P256.Signing.PrivateKey())
        )
        let leafKey = P256.Signing.PrivateKey()
        let rootName = try DistinguishedName { CommonName("Root") }
        let root = try certificate(rootName, rootName, rootKey.publicKey, by: rootKey) {
            Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
        }
        let leaf = try certificate(
            try DistinguishedName { CommonName(host) }, try DistinguishedName { CommonName("Intermediate") },
            Certificate.PrivateKey(leafKey).publicKey, by: middleKey
        ) {
            SubjectAlternativeNames([.dnsName(host)])
            AuthorityInformationAccess([
                .init(method: .issuingCA, location: .uniformResourceIdentifier("http://ca.example.test/i.der"))
            ])
        }
        let chain = [try NIOSSLCertificate(bytes: Array(leaf.serializeAsPEM().pemString.utf8), format: .pem)]
        let key = try NIOSSLPrivateKey(bytes: Array(leafKey.pemRepresentation.utf8), format: .pem)
        let configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        return (try NIOSSLContext(configuration: configuration), Array(try root.serializeAsPEM().pemString.utf8))
    }

    private static func certificate(
        _ subject: DistinguishedName, _ issuer: DistinguishedName, _ key: Certificate.PublicKey,
        by issuerKey: Certificate.PrivateKey,
        @ExtensionsBuilder extensions: () throws -> Result<Certificate.Extensions, any Error>
    ) throws -> Certificate {
        try Certificate(
            version: .v3, serialNumber: .init(), publicKey: key, notValidBefore: Date() - 86_400,
            notValidAfter: Date() + 86_400 * 60, issuer: issuer, subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256, extensions: try Certificate.Extensions(builder: extensions),
            issuerPrivateKey: issuerKey)
    }

    @Test("read certificates that are cut off or altered without harm")
    func rubbish() throws {
        let pem = try ZooCertificates.root.get()
        let der = try #require(try NIOSSLCertificate.fromPEMBytes(pem).first).toDERBytes()
        #expect(CertificateFacts(der: der).isSelfIssued)
        for end in 0..<der.count { _ = CertificateFacts(der: Array(der[..<end])) }
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            var altered = der
            for _ in 0..<4 { altered[Int.random(in: 0..<der.count, using: &generator)] = UInt8.random(in: 0...255) }
            _ = CertificateFacts(der: altered)
        }
    }

    @Test(
        "hold names to hosts as clients do",
        arguments: [
            ("a.example.test", true), ("A.Example.Test", true), ("b.wild.test", true), ("c.b.wild.test", false),
            ("wild.test", false), ("example.test", false), ("127.0.0.1", true),
        ])
    func names(host: String, isFor: Bool) {
        var facts = CertificateFacts(der: [])
        facts.names = ["a.example.test", "*.wild.test", "127.0.0.1"]
        #expect(facts.isFor(host) == isFor)
    }
}
