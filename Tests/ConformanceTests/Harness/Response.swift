/// An answer as it came over the wire.
struct Response: Sendable {
    var status: Int
    var headers: [(name: String, value: String)]
    var body: [UInt8] = []
    var trailers: [(name: String, value: String)] = []

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The value of a header that may occur only once; `nil` where it is absent.
    func header(_ name: String) -> String? {
        let found = values(name)
        return found.count <= 1 ? found.first : "\(found.count) times: \(found)"
    }

    func values(_ name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// The members of a comma-separated header, in lower case.
    func list(_ name: String) -> Set<String> {
        Set(values(name).flatMap { $0.split(separator: ",") }.map { $0.trimmed.lowercased() })
    }

    /// The media type without its parameters.
    var mediaType: String? { header("Content-Type")?.split(separator: ";").first?.trimmed.lowercased() }

    func json() throws -> JSONValue { try JSONValue(parsing: body) }
}

extension StringProtocol {
    /// Without spaces and tabs at either end.
    var trimmed: String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\n" || $0 == "\r\n" }
        return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}
