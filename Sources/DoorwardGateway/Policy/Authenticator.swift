public import DoorwardSecrets

/// Decides who is calling from what was presented. Pure: the live secrets and keys are part of the value.
public struct Authenticator: Sendable {
    /// Where and how the credential is presented.
    public enum Presentation: Sendable, Equatable {
        /// `Authorization: Bearer …` (RFC 6750 §2.1).
        case bearer
        /// `Authorization: Basic …` (RFC 7617 §2).
        case basic
        /// A header of one's own; the name is lower-case.
        case header(String)
    }

    enum Kind: Sendable {
        case none
        case service(ServiceSecretRing)
        case user(APIKeyRing)
        case tokens(TokenGuard, orKeys: APIKeyRing?)
    }

    let kind: Kind
    let presentation: Presentation
    /// The lower-case name of the header of one's own.
    let headerName: [UInt8]?
    /// The value of `WWW-Authenticate`.
    let challenge: String

    private init(_ kind: Kind, _ presentation: Presentation) {
        self.kind = kind
        self.presentation = presentation
        switch presentation {
        case .bearer:
            headerName = nil
            challenge = "Bearer realm=\"api\""
        case .basic:
            headerName = nil
            challenge = "Basic realm=\"api\", charset=\"UTF-8\""
        case .header(let name):
            headerName = Array(name.lowercased().utf8)
            // RFC 9110 §11.6.1 needs a challenge on 401; an API-key scheme is not registered, so it names the header.
            challenge = "ApiKey realm=\"api\", header=\"\(name)\""
        }
    }

    /// Everyone may call.
    public static let none = Authenticator(.none, .bearer)

    /// Whoever presents one of the live service secrets may call.
    public static func service(_ ring: ServiceSecretRing, presentedAs presentation: Presentation) -> Authenticator {
        Authenticator(.service(ring), presentation)
    }

    /// Whoever presents a live API key of a user may call.
    public static func user(_ ring: APIKeyRing, presentedAs presentation: Presentation) -> Authenticator {
        Authenticator(.user(ring), presentation)
    }

    /// Whoever presents an access token may call, as far as its scopes allow; with a ring, also whoever presents an API
    /// key: it is its owner's for everything.
    public static func tokens(_ tokens: TokenGuard, orKeys ring: APIKeyRing? = nil) -> Authenticator {
        Authenticator(.tokens(tokens, orKeys: ring), .bearer)
    }

    /// What access tokens are judged by, where they are the credential.
    var tokens: TokenGuard? {
        if case .tokens(let tokens, _) = kind { tokens } else { nil }
    }

    /// Decides on what was presented.
    ///
    /// - Parameters:
    ///   - value: the value of the field that carries credentials; nil when it is absent.
    ///   - now: Unix seconds.
    func verdict(on value: UnsafeRawBufferPointer?, now: Int64) -> CredentialVerdict {
        if case .none = kind { return .admitted(.anonymous) }
        guard let value, let credential = credential(in: value), !credential.isEmpty else {
            return .refused(.missing)
        }
        switch kind {
        case .none: return .admitted(.anonymous)
        // Tokens are judged with the operation in view, elsewhere.
        case .tokens(_, nil): return .refused(.missing)
        case .tokens(_, let ring?): return verdict(of: ring, on: credential, now: now)
        case .service(let ring):
            guard let index = ring.match(credential) else { return .refused(.wrong("wrong_secret")) }
            return .admitted(.service(index))
        case .user(let ring): return verdict(of: ring, on: credential, now: now)
        }
    }

    private func verdict(
        of ring: APIKeyRing, on credential: UnsafeRawBufferPointer, now: Int64
    ) -> CredentialVerdict {
        switch match(ring, credential, now: now) {
        case .accepted(let record): .admitted(.user(record))
        case .unknown: .refused(.wrong("unknown_key"))
        case .expired(let record): .refused(.wrong("expired_key", record))
        case .revoked(let record): .refused(.wrong("revoked_key", record))
        case .malformed: .refused(.wrong("malformed_key"))
        }
    }

    /// What follows the scheme; the whole value for a header of one's own. The scheme's letter case does not matter.
    private func credential(in value: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer? {
        let scheme: StaticString
        switch presentation {
        case .header: return value
        case .bearer: scheme = "bearer"
        case .basic: scheme = "basic"
        }
        let length = scheme.utf8CodeUnitCount
        guard value.count > length, value[slice: 0..<length].equalsIgnoringCase(scheme),
            value[length] == ByteClass.space
        else { return nil }
        var start = length
        while start < value.count, value[start] == ByteClass.space { start += 1 }
        return value[slice: start..<value.count]
    }

    /// A key sent by `Basic` comes as it is, as `base64(key)`, or as the password of `base64(user:key)`.
    private func match(_ ring: APIKeyRing, _ credential: UnsafeRawBufferPointer, now: Int64) -> APIKeyVerdict {
        guard presentation == .basic, let decoded = Base64Credential.decode(credential) else {
            return ring.match(credential, now: now)
        }
        return decoded.withUnsafeBytes { bytes in
            let colon = bytes.firstIndex(of: ByteClass.colon)
            return ring.match(bytes[slice: (colon.map { $0 + 1 } ?? 0)..<bytes.count], now: now)
        }
    }
}

/// Decodes the credentials of the Basic scheme (RFC 7617 §2).
enum Base64Credential {
    /// The bytes, or nil when this is not base64 (with or without padding) of at most 4096 characters.
    static func decode(_ text: UnsafeRawBufferPointer) -> [UInt8]? {
        guard !text.isEmpty, text.count <= 4096 else { return nil }
        var result: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        var padding = 0
        for byte in text {
            if byte == 0x3D {
                padding += 1
                continue
            }
            guard padding == 0, let value = value(of: byte) else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return padding <= 2 ? result : nil
    }

    private static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5A: byte - 0x41
        case 0x61...0x7A: byte - 0x61 + 26
        case 0x30...0x39: byte - 0x30 + 52
        case 0x2B: 62
        case 0x2F: 63
        default: nil
        }
    }
}

/// Who calls, as far as the credential tells.
enum Caller: Sendable {
    case anonymous
    /// The service whose secret has this index in the ring.
    case service(Int)
    case user(APIKeyRecord)
    /// Whoever the access token was issued for.
    case token(TokenCaller)
}

/// The outcome of ``Authenticator/verdict(on:now:)``.
enum CredentialVerdict: Sendable {
    case admitted(Caller)
    case refused(CredentialRefusal)
}

/// Why a credential was refused. The caller learns only whether there was none (401) or a wrong one (403).
enum CredentialRefusal: Sendable, Equatable {
    case missing
    /// The word goes to the log and the metrics, and so does whose key it was, where that is known.
    case wrong(StaticString, APIKeyRecord? = nil)

    var reason: String {
        switch self {
        case .missing: "no_credential"
        case .wrong(let word, _): word.description
        }
    }

    /// The key that was known and not accepted.
    var key: APIKeyRecord? {
        if case .wrong(_, let record) = self { record } else { nil }
    }

    static func == (left: CredentialRefusal, right: CredentialRefusal) -> Bool { left.reason == right.reason }
}
