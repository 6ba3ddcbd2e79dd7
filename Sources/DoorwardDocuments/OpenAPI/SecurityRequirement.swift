/// One of the ways in which an operation says that it may be called (OpenAPI 3.1 section 4.8.30): all of these schemes
/// together.
public struct SecurityRequirement: Sendable, Equatable {
    /// A security scheme and what is asked of it.
    public struct Scheme: Sendable, Equatable {
        /// Its name under `components.securitySchemes`.
        public var name: String
        public var scopes: [String]

        public init(name: String, scopes: [String]) {
            self.name = name
            self.scopes = scopes
        }
    }

    /// In the order of the document; empty in `{}`, which asks for nothing.
    public var schemes: [Scheme]

    public init(schemes: [Scheme]) { self.schemes = schemes }

    /// Whether it lets everybody in: `{}` among others makes credentials optional.
    public var isEmpty: Bool { schemes.isEmpty }
}
