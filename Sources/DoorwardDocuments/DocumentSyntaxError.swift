/// Why bytes are neither a JSON nor a YAML document.
public enum DocumentSyntaxError: Error, Equatable, Sendable, CustomStringConvertible {
    /// There is nothing but white space.
    case empty
    /// It looks like JSON and is not.
    case json(JSONSyntaxError)
    /// It does not look like JSON, and it is not YAML.
    case yaml(YAMLDocumentError)
    /// There are bytes that are not UTF-8.
    case notUTF8(line: Int, column: Int)

    public var description: String {
        switch self {
        case .empty: "the document is empty; a JSON or YAML document was expected"
        case .json(let error): "not a JSON document: \(error)"
        case .yaml(let error): "not a YAML document: \(error)"
        case .notUTF8(let line, let column):
            "line \(line), column \(column): not text in UTF-8; save the document in that encoding"
        }
    }
}

extension JSONValue {
    /// Reads a document that is JSON or YAML, telling the two apart by what it says, not by its name.
    ///
    /// What begins with `{` or `[` is read as JSON and, when it is not (a comment, a comma too many), as YAML; when
    /// it is neither, the error is the JSON reader's, which is the more exact one.
    ///
    /// - Throws: ``DocumentSyntaxError``.
    public init(document bytes: [UInt8]) throws(DocumentSyntaxError) {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let first = bytes[start...].first { $0 > 0x20 }
        guard let first else { throw .empty }
        var jsonError: JSONSyntaxError?
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            do throws(JSONSyntaxError) {
                self = try JSONValue(parsing: bytes)
                return
            } catch {
                jsonError = error
            }
        }
        guard let text = String(validating: bytes[start...], as: UTF8.self) else {
            let (line, column) = bytes.lineAndColumn(at: bytes.firstInvalidUTF8(in: start..<bytes.count) ?? start)
            throw .notUTF8(line: line, column: column)
        }
        do throws(YAMLDocumentError) {
            self = try JSONValue(yaml: text)
        } catch {
            throw jsonError.map(DocumentSyntaxError.json) ?? .yaml(error)
        }
    }
}
