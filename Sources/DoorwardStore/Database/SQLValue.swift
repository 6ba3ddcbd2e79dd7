/// A value that goes into a statement or comes out of a row.
enum SQLValue: Sendable, Hashable {
    case null
    case integer(Int64)
    case text(String)
    case blob([UInt8])
}

extension SQLValue {
    /// An integer, or `NULL` for `nil`.
    static func integer(_ value: Int64?) -> SQLValue { value.map { SQLValue.integer($0) } ?? .null }

    /// A text, or `NULL` for `nil`.
    static func text(_ value: String?) -> SQLValue { value.map { SQLValue.text($0) } ?? .null }

    /// Bytes, or `NULL` for `nil`.
    static func blob(_ value: [UInt8]?) -> SQLValue { value.map { SQLValue.blob($0) } ?? .null }

    /// 1 or 0: neither database is asked for a type of truth values.
    static func flag(_ value: Bool) -> SQLValue { .integer(value ? 1 : 0) }

    /// What kind of value it is, for messages; never the value.
    var kind: String {
        switch self {
        case .null: "NULL"
        case .integer: "an integer"
        case .text: "a text"
        case .blob: "bytes"
        }
    }
}

extension SQLValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByNilLiteral {
    init(integerLiteral value: Int64) { self = .integer(value) }
    init(stringLiteral value: String) { self = .text(value) }
    init(nilLiteral: ()) { self = .null }
}
