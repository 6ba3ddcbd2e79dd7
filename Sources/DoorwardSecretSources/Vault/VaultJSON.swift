internal import DoorwardJOSE

/// JSON that is sent to Vault.
enum VaultJSON {
    /// An object of members whose names differ from each other.
    static func object(_ members: [JOSEObject.Member]) -> [UInt8] {
        let parts = members.map { JOSEObject([$0.name: $0.value]).encoded.dropFirst().dropLast() }
        return [UInt8(ascii: "{")] + parts.joined(separator: [UInt8(ascii: ",")]) + [UInt8(ascii: "}")]
    }

    /// Whether a value can be written again as it was: a number with a fraction, or beyond 64 bits, may not be.
    static func isExact(_ value: JOSEValue) -> Bool {
        switch value {
        case .number: false
        case .array(let elements): elements.allSatisfy(isExact)
        case .object(let object): object.members.allSatisfy { isExact($0.value) }
        default: true
        }
    }
}
