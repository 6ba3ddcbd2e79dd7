internal import DoorwardJOSE
internal import DoorwardSecrets

/// The value of a version, with its checksum checked (SecretPayload).
struct GooglePayload: Sendable {
    /// The number of the version that the value is of.
    let number: Int64
    let bytes: [UInt8]
    /// Unix seconds; known of versions that were listed.
    var created: Int64?

    /// The largest value that Secret Manager keeps, in bytes.
    static let largest = 64 * 1024

    /// Reads the answer of Method: projects.secrets.versions.access.
    init(_ answer: SecretResponse, place: String) throws(SecretSourceError) {
        let object = try JOSEObject(answer.body, place: "the answer of \(place)")
        guard let number = object["name"]?.string.flatMap(GoogleSecretVersion.number) else {
            throw .malformed(reason: "\(place) answered without the name of the version")
        }
        guard let payload = object["payload"]?.object else {
            throw .malformed(reason: "\(place) answered without payload")
        }
        // Empty values are left out in the JSON of protocol buffers.
        guard let text = (payload["data"] ?? .string("")).string, let bytes = PaddedBase64.decode(text) else {
            throw .malformed(reason: "\(place) answered with payload.data that is not base64")
        }
        guard let checksum = Self.checksum(payload["dataCrc32c"]) else {
            throw .malformed(reason: "\(place) answered without payload.dataCrc32c, a number below 2^32")
        }
        guard CRC32C.checksum(bytes) == checksum else {
            throw .malformed(
                reason: "the value that \(place) sent was damaged on its way: its CRC32C is not payload.dataCrc32c")
        }
        guard bytes.count <= Self.largest else {
            throw .malformed(
                reason: "version \(number) is larger than \(Self.largest / 1024) KiB; no secret is that large")
        }
        guard !bytes.isEmpty else { throw .empty }
        self.number = number
        self.bytes = bytes
    }

    /// The version as sources give it, with the member of the value that is asked for.
    func version(member: String?) throws(SecretSourceError) -> SecretVersion {
        var secret = Secret(bytes)
        if let member { secret = try secret.member(member) }
        guard secret.count > 0 else { throw .empty }
        return SecretVersion(secret: secret, label: String(number), id: String(number), since: created)
    }

    /// The body of Method: projects.secrets.addVersion.
    static func body(_ bytes: [UInt8]) -> [UInt8] {
        JOSEObject([
            "payload": .object(
                JOSEObject([
                    "data": .string(PaddedBase64.encode(bytes)),
                    "dataCrc32c": .string(String(CRC32C.checksum(bytes))),
                ]))
        ]).encoded
    }

    /// 64-bit numbers are texts in the JSON of protocol buffers, and readers take both.
    private static func checksum(_ value: JOSEValue?) -> UInt32? {
        switch value {
        case .string(let text): text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? UInt32(text) : nil
        case .integer(let number): UInt32(exactly: number)
        default: nil
        }
    }
}
