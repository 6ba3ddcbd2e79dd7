/// Why no secret was made.
public enum SecretGeneratorError: Error, Sendable, Equatable, CustomStringConvertible {
    case bytesOutOfRange(Int)

    public var description: String {
        switch self {
        case .bytesOutOfRange(let bytes):
            "\(bytes) bytes is not possible; ask for \(SecretGenerator.allowedBytes.lowerBound) to "
                + "\(SecretGenerator.allowedBytes.upperBound) (32 is right for almost everything)"
        }
    }
}
