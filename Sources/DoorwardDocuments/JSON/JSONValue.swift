/// A JSON document that keeps what a reader may care about: the order of members and the literal text of numbers.
///
/// Two values are equal when they have the same members in the same order, the same strings byte for byte, and the same
/// number literals (`1.0` is not `1`).
public enum JSONValue: Sendable {
    case object(JSONObject)
    case array([JSONValue])
    case string(String)
    /// A number's literal text as RFC 8259 section 6 spells it, for example `1.10` or `-3e8`; never converted.
    case number(String)
    case bool(Bool)
    case null
}

extension JSONValue {
    /// The deepest nesting of arrays and objects that the parsers accept.
    public static let depthLimit = 512

    public var objectValue: JSONObject? {
        if case .object(let object) = self { object } else { nil }
    }

    public var arrayValue: [JSONValue]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    public var stringValue: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The literal text when this is a number.
    public var numberValue: String? {
        if case .number(let literal) = self { literal } else { nil }
    }

    public var boolValue: Bool? {
        if case .bool(let flag) = self { flag } else { nil }
    }

    /// The number when it is written as an integer that fits, else nil.
    public var intValue: Int? {
        if case .number(let literal) = self { Int(literal) } else { nil }
    }

    public var isNull: Bool {
        if case .null = self { true } else { false }
    }

    /// What kind of value this is, in the words of RFC 8259: `object`, `array`, `string`, `number`, `boolean`, `null`.
    public var kind: String {
        switch self {
        case .object: "object"
        case .array: "array"
        case .string: "string"
        case .number: "number"
        case .bool: "boolean"
        case .null: "null"
        }
    }

    /// The member of that name when this is an object that has one.
    public subscript(key: String) -> JSONValue? { objectValue?[key] }

    /// The element at that place when this is an array that has one.
    public subscript(index: Int) -> JSONValue? {
        guard case .array(let elements) = self, elements.indices.contains(index) else { return nil }
        return elements[index]
    }
}

extension JSONValue: Equatable {
    public static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.object(let one), .object(let other)): one == other
        case (.array(let one), .array(let other)): one == other
        case (.string(let one), .string(let other)): one.utf8.elementsEqual(other.utf8)
        case (.number(let one), .number(let other)): one == other
        case (.bool(let one), .bool(let other)): one == other
        case (.null, .null): true
        default: false
        }
    }
}
