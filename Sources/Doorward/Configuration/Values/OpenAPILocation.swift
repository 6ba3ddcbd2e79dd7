/// Where the API's OpenAPI document is.
public enum OpenAPILocation: Sendable, Hashable, CustomStringConvertible {
    /// A file; relative to the configuration file until the loader has made it a path of its own.
    case file(String)
    /// An absolute http or https URL in canonical form.
    case url(String)
    /// A path on the upstream, with its leading slash and perhaps a query.
    case upstreamPath(String)

    /// Reads a file name, `file:/absolute/name`, an http(s) URL, or a path on the upstream that begins with a slash.
    ///
    /// - Throws: ``ConfigurationValueError``.
    public init(parsing text: String) throws(ConfigurationValueError) {
        let hint = "write a file such as openapi.yaml, a URL, or a path on the upstream such as /openapi.json"
        let lower = text.lowercased()
        if lower.hasPrefix("http:") || lower.hasPrefix("https:") {
            self = .url(
                try WebURL(parsing: text, example: "a URL such as https://example.com/openapi.json").description)
        } else if text.hasPrefix("/") {
            self = .upstreamPath(try Self.path(text, hint: hint))
        } else if lower.hasPrefix("file:") {
            let rest = text.dropFirst(5)
            let path = rest.hasPrefix("///") ? rest.dropFirst(2) : rest
            guard path.hasPrefix("/"), !path.hasPrefix("//") else {
                throw ConfigurationValueError(
                    "is not an absolute file", hint: "write file:/the/whole/path, or just the name")
            }
            self = .file(try fileName(String(path), hint: hint))
        } else {
            guard !text.contains("://") else {
                throw ConfigurationValueError("has a scheme other than http, https and file", hint: hint)
            }
            self = .file(try fileName(text, hint: hint))
        }
    }

    private static func path(_ text: String, hint: String) throws(ConfigurationValueError) -> String {
        guard !text.hasPrefix("//") else {
            throw ConfigurationValueError("begins with two slashes", hint: "write one, as in /openapi.json")
        }
        do {
            let url = try WebURL(parsing: "http://upstream" + text, example: "")
            return url.path + (url.query.map { "?\($0)" } ?? "")
        } catch { throw ConfigurationValueError(error.message, hint: hint) }
    }

    /// The text form with everything in it.
    var written: String {
        switch self {
        case .file(let path): path.hasPrefix("/") ? "file:\(path)" : path
        case .url(let text), .upstreamPath(let text): text
        }
    }

    /// The text form; a query, which may carry a key, is left out.
    public var description: String {
        switch self {
        case .file: written
        case .url(let text), .upstreamPath(let text):
            if let question = text.firstIndex(of: "?") { "\(text[..<question])?<redacted>" } else { text }
        }
    }
}

extension OpenAPILocation: ConfigurationText {}

/// Reads the name of a file: not empty, without control characters, at most 4096 bytes.
func fileName(_ text: String, hint: String) throws(ConfigurationValueError) -> String {
    guard !text.isEmpty else { throw ConfigurationValueError("is empty", hint: hint) }
    guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
        throw ConfigurationValueError("contains a control character", hint: hint)
    }
    guard text.utf8.count <= 4096 else { throw ConfigurationValueError("is longer than 4096 bytes", hint: hint) }
    guard !text.hasSuffix("/") else { throw ConfigurationValueError("is a folder, not a file", hint: hint) }
    return text
}
