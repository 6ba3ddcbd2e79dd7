/// A JSON value of a header, a set of claims or a key (RFC 8259).
public enum JOSEValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// A number written without fraction and exponent that fits 64 bits.
    case integer(Int64)
    /// Any other number; always finite when it was read.
    case number(Double)
    case string(String)
    case array([JOSEValue])
    case object(JOSEObject)

    /// The text, when it is a string.
    public var string: String? { if case .string(let text) = self { text } else { nil } }

    /// The number, when it is an integer.
    public var integer: Int64? { if case .integer(let number) = self { number } else { nil } }

    /// The truth value, when it is one.
    public var bool: Bool? { if case .bool(let truth) = self { truth } else { nil } }

    /// The elements, when it is an array.
    public var array: [JOSEValue]? { if case .array(let elements) = self { elements } else { nil } }

    /// The members, when it is an object.
    public var object: JOSEObject? { if case .object(let object) = self { object } else { nil } }

    /// The texts, when it is an array of nothing but strings.
    public var strings: [String]? {
        guard case .array(let elements) = self else { return nil }
        let texts = elements.compactMap(\.string)
        return texts.count == elements.count ? texts : nil
    }
}
