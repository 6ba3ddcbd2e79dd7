/// The curves of ECDSA (RFC 7518 §6.2.1.1).
enum EllipticCurve: String, Sendable, CaseIterable {
    case p256 = "P-256"
    case p384 = "P-384"
    case p521 = "P-521"

    init?(name: String) {
        guard let match = Self.allCases.first(where: { $0.rawValue.hasSameBytes(as: name) }) else { return nil }
        self = match
    }

    /// The length of a coordinate in bytes (RFC 7518 §6.2.1.2).
    var coordinateSize: Int {
        switch self {
        case .p256: 32
        case .p384: 48
        case .p521: 66
        }
    }
}
