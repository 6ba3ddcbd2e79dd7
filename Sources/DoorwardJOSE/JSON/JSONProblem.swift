/// Why a text is not the JSON that is read here; offsets count bytes from its start.
public enum JSONProblem: Error, Equatable, Sendable, CustomStringConvertible {
    /// The text ends in the middle of a value.
    case truncated
    /// A byte that cannot stand here.
    case unexpectedByte(offset: Int)
    /// A string that is not UTF-8, or has a control character, an unknown escape or half of a surrogate pair.
    case invalidString(offset: Int)
    /// A number that is not written as RFC 8259 §6 has it, or that no double holds.
    case invalidNumber(offset: Int)
    /// A name that the object has already.
    case duplicateName(offset: Int)
    /// More than 16 arrays and objects inside each other.
    case tooDeep(offset: Int)
    /// A valid value that is not an object.
    case notAnObject

    public var description: String {
        switch self {
        case .truncated: "the JSON text ends in the middle of a value"
        case .unexpectedByte(let offset): "the JSON text has a byte at offset \(offset) that cannot stand there"
        case .invalidString(let offset): "the JSON string at offset \(offset) is not valid UTF-8 or not escaped right"
        case .invalidNumber(let offset): "the JSON number at offset \(offset) is not one that can be read"
        case .duplicateName(let offset): "the JSON object repeats a member name at offset \(offset)"
        case .tooDeep(let offset): "the JSON text is nested deeper than 16 levels at offset \(offset)"
        case .notAnObject: "the JSON text is not an object"
        }
    }
}
