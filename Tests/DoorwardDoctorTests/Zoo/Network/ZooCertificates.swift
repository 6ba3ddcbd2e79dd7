import Crypto
import Foundation
import NIOSSL
import SwiftASN1
import X509

/// Keys and certificates for the zoo's hosts, made when they are first needed.
enum ZooCertificates {
    /// A certificate with what is needed to show it.
    struct Identity: Sendable {
        var chain: [NIOSSLCertificate]
        var key: NIOSSLPrivateKey
    }

    /// The authority that a test trusts, as PEM.
    static let root: Result<[UInt8], any Error> = Result {
        Array(try authority.get().certificate.serializeAsPEM().pemString.utf8)
    }

    private struct Authority: Sendable {
        let certificate: Certificate
        let key: Certificate.PrivateKey
    }

    private static let authority = Result { try makeAuthority("Zoo Authority") }
    private static let stranger = Result { try makeAuthority("Authority of the Company") }

    static func identity(_ kind: ZooNetwork.TLS) throws -> Identity {
        let now = Date()
        let year = 365.0 * 86_400
        let key = P256.Signing.PrivateKey()
        let names = kind == .wrongName ? ["www.elsewhere.test"] : ZooNetwork.hosts
        let issuer: Authority? =
            switch kind {
            case .selfSigned: nil
            case .unknownAuthority: try stranger.get()
            case .good, .expired, .wrongName, .oldVersion: try authority.get()
            }
        let start = now - year
        let end = kind == .expired ? now - 86_400 : now + year / 4
        let leaf = try certificate(names[0], names, key: key, issuer: issuer, from: start, to: end)
        return Identity(
            chain: [try NIOSSLCertificate(bytes: Array(leaf.serializeAsPEM().pemString.utf8), format: .pem)],
            key: try NIOSSLPrivateKey(bytes: Array(key.pemRepresentation.utf8), format: .pem))
    }

    private static func makeAuthority(_ name: String) throws -> Authority {
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let subject = try DistinguishedName { CommonName(name) }
        let certificate = try Certificate(
            version: .v3, serialNumber: .init(), publicKey: key.publicKey, notValidBefore: Date() - 86_400 * 800,
            notValidAfter: Date() + 86_400 * 800, issuer: subject, subject: subject,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
            }, issuerPrivateKey: key)
        return Authority(certificate: certificate, key: key)
    }

    private static func certificate(
        _ name: String, _ names: [String], key: P256.Signing.PrivateKey, issuer: Authority?, from: Date, to: Date
    ) throws -> Certificate {
        let own = Certificate.PrivateKey(key)
        let subject = try DistinguishedName { CommonName(name) }
        return try Certificate(
            version: .v3, serialNumber: .init(), publicKey: own.publicKey, notValidBefore: from, notValidAfter: to,
            issuer: issuer?.certificate.subject ?? subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                Critical(KeyUsage(digitalSignature: true))
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(names.map { .dnsName($0) })
            }, issuerPrivateKey: issuer?.key ?? own)
    }
}
