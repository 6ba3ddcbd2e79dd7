/// An OpenAPI document (3.0 or 3.1) as far as guarding and presenting an API needs to understand it.
public struct OpenAPIDocument: Sendable {
    /// What the document says about the API as a whole.
    public struct Info: Sendable, Equatable {
        public var title: String
        public var version: String
        public var description: String?
        public var summary: String?

        public init(title: String, version: String, description: String? = nil, summary: String? = nil) {
            self.title = title
            self.version = version
            self.description = description
            self.summary = summary
        }
    }

    /// The methods a path can have (OpenAPI 3.1 section 4.8.9), in lower case as the document spells them.
    public static let methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"]

    /// The document as it was.
    public let value: JSONValue
    /// The version it gives, for example `3.1.0`.
    public let version: String
    public let info: Info
    /// Every operation that could be understood, in the order of the document.
    public let operations: [OpenAPIOperation]
    /// What could not be understood and was left out, or looks like a mistake; one sentence each, with the place.
    public let warnings: [String]
    /// The base paths of the top-level `servers`, without a slash at their ends; `""` where they have none. Never
    /// empty.
    public let serverPaths: [String]

    /// Understands a document.
    ///
    /// Odd parts cost only the operation they are in and are told in ``warnings``.
    ///
    /// - Throws: ``OpenAPIDocumentError`` when the document as a whole is of no use.
    public init(_ value: JSONValue) throws(OpenAPIDocumentError) {
        guard let root = value.objectValue else { throw .notAnObject(kind: value.kind) }
        let version = try Self.version(of: root)
        guard let paths = root["paths"]?.objectValue else { throw .noPaths }
        var reader = OpenAPIOperationReader(document: value)
        reader.read(paths)
        self.value = value
        self.version = version
        self.info = Self.info(of: root)
        self.operations = reader.operations
        self.warnings = reader.warnings
        self.serverPaths = Self.serverPaths(of: root)
    }

    private static func version(of root: JSONObject) throws(OpenAPIDocumentError) -> String {
        if let old = root["swagger"], root["openapi"] == nil {
            throw .swagger(version: old.stringValue ?? old.numberValue ?? "")
        }
        guard let field = root["openapi"] else { throw .noVersion }
        // YAML without quotes makes a number of 3.1.
        guard let version = field.stringValue ?? field.numberValue else { throw .unknownVersion(field.kind) }
        let parts = version.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[0] == "3", parts[1] == "0" || parts[1] == "1" else {
            throw .unknownVersion(version)
        }
        return version
    }

    private static func info(of root: JSONObject) -> Info {
        let info = root["info"]
        return Info(
            title: info?["title"]?.stringValue ?? "",
            version: info?["version"].flatMap { $0.stringValue ?? $0.numberValue } ?? "",
            description: info?["description"]?.stringValue, summary: info?["summary"]?.stringValue)
    }

    private static func serverPaths(of root: JSONObject) -> [String] {
        var paths: [String] = []
        var seen: Set<String> = []
        for server in root["servers"]?.arrayValue ?? [] {
            guard let url = server["url"]?.stringValue else { continue }
            let path = basePath(of: url, variables: server["variables"]?.objectValue)
            if seen.insert(path).inserted { paths.append(path) }
        }
        return paths.isEmpty ? [""] : paths
    }

    /// The path of a server's URL, its variables replaced by their defaults.
    private static func basePath(of url: String, variables: JSONObject?) -> String {
        var text = ""
        var rest = url[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            text += rest[..<open]
            text += variables?[String(rest[rest.index(after: open)..<close])]?["default"]?.stringValue ?? ""
            rest = rest[rest.index(after: close)...]
        }
        text += rest
        var path = text.prefix { $0 != "?" && $0 != "#" }
        if let scheme = path.range(ofScheme: "://") { path = path[scheme...].drop { $0 != "/" } }
        while path.last == "/" { path = path.dropLast() }
        if path.isEmpty { return "" }
        return path.first == "/" ? String(path) : "/" + path
    }
}

extension Substring {
    /// Where the authority of an absolute URL begins.
    fileprivate func range(ofScheme mark: String) -> Index? {
        var place = startIndex
        while place < endIndex {
            if self[place...].hasPrefix(mark) { return index(place, offsetBy: mark.count) }
            guard self[place].isLetter || self[place].isNumber || "+-.".contains(self[place]) else { return nil }
            place = index(after: place)
        }
        return nil
    }
}
