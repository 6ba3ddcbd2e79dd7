/// What a probe was answered with.
public struct ProbeResponse: Sendable {
    public var status: Int
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
    /// Whether the body was longer than the request wanted to read.
    public var isCut: Bool
    /// From the first byte sent to the last byte read, connecting included.
    public var elapsed: Duration

    public init(
        status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = [], isCut: Bool = false,
        elapsed: Duration = .zero
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.isCut = isCut
        self.elapsed = elapsed
    }

    /// The first field of a name, in any case, white space around it removed.
    public func header(_ name: String) -> String? { headerValues(name).first }

    /// All fields of a name, in any case.
    public func headerValues(_ name: String) -> [String] {
        let wanted = name.lowercased()
        return headers.compactMap { field in
            guard field.name.lowercased() == wanted else { return nil }
            return String(field.value.drop { $0 == " " || $0 == "\t" })
        }
    }

    /// The media type without its parameters, in lower case; empty when there is none.
    public var mediaType: String {
        let value = header("content-type") ?? ""
        return value.prefix { $0 != ";" }.split(separator: " ").joined().lowercased()
    }

    /// The body as text; bytes that are not UTF-8 are replaced.
    public var text: String { String(decoding: body, as: UTF8.self) }
}
