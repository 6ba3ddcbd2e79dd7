import DoorwardOAuth
import DoorwardSecrets

@testable import DoorwardJOSE

/// A proof of possession before it is signed: right for a request to the token endpoint, and open to every change.
struct ProofDraft {
    static let address = "https://as.example/oauth/token"
    static let nonce = ProofNonce.test.current(at: noon)

    var key: SigningKey
    /// What signs it, where that is another than the key that it names.
    var signer: SigningKey?
    var header: [JOSEObject.Member]
    var claims: [JOSEObject.Member]
    /// What is signed instead of the claims.
    var payload: [UInt8]?
    /// Changes the finished text.
    var change: (String) -> String = { $0 }

    init(_ key: SigningKey) throws {
        self.key = key
        let jwk = try key.publicKey.serialized.withUnsafeBytes { try JOSEObject(parsing: $0) }
        let members = jwk.members.filter { ["kty", "crv", "x", "y"].contains($0.name) }
        header = [
            .init(name: "typ", value: .string("dpop+jwt")), .init(name: "alg", value: .string("ES256")),
            .init(name: "jwk", value: .object(JOSEObject(members))),
        ]
        claims = [
            .init(name: "jti", value: .string("proof-1")), .init(name: "htm", value: .string("POST")),
            .init(name: "htu", value: .string(Self.address)), .init(name: "iat", value: .integer(noon)),
            .init(name: "nonce", value: .string(Self.nonce)),
        ]
    }

    /// Sets a claim, or takes it out.
    mutating func claim(_ name: String, _ value: JOSEValue?) { Self.set(name, value, in: &claims) }

    /// Sets a member of the header, or takes it out.
    mutating func head(_ name: String, _ value: JOSEValue?) { Self.set(name, value, in: &header) }

    /// Sets a member of the key in the header, or takes it out.
    mutating func jwk(_ name: String, _ value: JOSEValue?) {
        var members = header.first { $0.name == "jwk" }?.value.object?.members ?? []
        Self.set(name, value, in: &members)
        head("jwk", .object(JOSEObject(members)))
    }

    private static func set(_ name: String, _ value: JOSEValue?, in members: inout [JOSEObject.Member]) {
        let place = members.firstIndex { $0.name == name } ?? members.count
        members.removeAll { $0.name == name }
        if let value { members.insert(.init(name: name, value: value), at: min(place, members.count)) }
    }

    func signed() throws -> String {
        let parts = [JOSEObject(header).encoded, payload ?? JOSEObject(claims).encoded].map(Base64URL.encode)
        let input = Array(parts.joined(separator: ".").utf8)
        var signature = [UInt8](repeating: 0, count: 86)
        try input.withUnsafeBytes { input in
            try signature.withUnsafeMutableBytes { try (signer ?? key).sign(input, into: $0) }
        }
        return change(parts.joined(separator: ".") + "." + String(decoding: signature, as: UTF8.self))
    }
}

extension ProofNonce {
    static let test: ProofNonce = {
        guard let nonce = try? ProofNonce(master: [UInt8](repeating: 3, count: 32)) else {
            preconditionFailure("32 bytes are enough")
        }
        return nonce
    }()
}
