/// What a ``FormBrowser`` is answered with.
public struct FormBrowserResponse: Sendable {
    public var status: Int
    public var fields: [(name: String, value: String)]
    public var body: [UInt8]

    public init(status: Int, fields: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// The first field of a name in lower case.
    public func field(_ name: String) -> String? { fields.first { $0.name.lowercased() == name }?.value }
}
