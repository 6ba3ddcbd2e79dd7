/// The request methods that the gate lets through (RFC 9110 §9, RFC 5789). `CONNECT` and `TRACE` are not among them.
enum HTTPMethod: UInt8, CaseIterable, Sendable {
    case get, head, post, put, patch, delete, options

    var name: StaticString {
        switch self {
        case .get: "GET"
        case .head: "HEAD"
        case .post: "POST"
        case .put: "PUT"
        case .patch: "PATCH"
        case .delete: "DELETE"
        case .options: "OPTIONS"
        }
    }

    /// Whether sending the request twice has the effect of sending it once (RFC 9110 §9.2.2).
    var isIdempotent: Bool { self != .post && self != .patch }

    /// Names the method with these bytes; method names are case-sensitive.
    init?(_ bytes: UnsafeRawBufferPointer) {
        for method in HTTPMethod.allCases where bytes.equals(method.name) {
            self = method
            return
        }
        return nil
    }

    /// Names the method with this text.
    init?(name: String) {
        guard let found = HTTPMethod.allCases.first(where: { $0.text == name }) else { return nil }
        self = found
    }

    var text: String { name.description }
}

extension UnsafeRawBufferPointer {
    /// Whether the bytes are exactly these, letter case included.
    @inline(__always)
    func equals(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        for index in 0..<count where self[index] != text.utf8Start[index] { return false }
        return true
    }

    /// Whether the bytes are these in any letter case; `lowercase` must be lower-case.
    @inline(__always)
    func equalsIgnoringCase(_ lowercase: StaticString) -> Bool {
        guard count == lowercase.utf8CodeUnitCount else { return false }
        for index in 0..<count where ByteClass.lowercased(self[index]) != lowercase.utf8Start[index] { return false }
        return true
    }

    /// Whether the bytes are the same as others in any letter case.
    func equalsIgnoringCase(_ other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count else { return false }
        for index in 0..<count where ByteClass.lowercased(self[index]) != ByteClass.lowercased(other[index]) {
            return false
        }
        return true
    }

    @inline(__always)
    subscript(slice range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: self[range]) }
}
