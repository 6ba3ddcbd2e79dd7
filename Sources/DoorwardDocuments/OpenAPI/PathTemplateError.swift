/// Why a text is not a path template of OpenAPI.
public enum PathTemplateError: Error, Equatable, Sendable, CustomStringConvertible {
    case notAbsolute
    case emptySegment
    case dotSegment
    case unmatchedBrace
    case namelessParameter
    case repeatedParameter(String)
    case impossibleLiteral

    public var description: String {
        switch self {
        case .notAbsolute: "a path begins with '/'"
        case .emptySegment: "a path has something between any two slashes"
        case .dotSegment: "a path has no '.' or '..' segments"
        case .unmatchedBrace: "a parameter is a name in one pair of braces, such as {id}"
        case .namelessParameter: "a parameter has a name in its braces, such as {id}"
        case .repeatedParameter(let name): "the parameter {\(name.excerpt)} is in the path twice"
        case .impossibleLiteral:
            "a path holds no '?', '#', '}', backslash, control characters, broken percent escapes, %2F, %5C or %00"
        }
    }
}
