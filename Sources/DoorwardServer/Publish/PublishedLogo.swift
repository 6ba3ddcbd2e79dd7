/// An image that the manifest names as the logo.
public struct PublishedLogo: Sendable, Equatable {
    /// The file's bytes.
    public var bytes: [UInt8]
    /// `image/png`, `image/jpeg`, `image/svg+xml` or `image/webp`; other types are served as they are, at `/logo`.
    public var contentType: String

    public init(bytes: [UInt8], contentType: String) {
        self.bytes = bytes
        self.contentType = contentType
    }

    /// The logo of those who have none yet.
    public static let placeholder = PublishedLogo(bytes: PlaceholderLogo.png, contentType: "image/png")

    /// Where it is served: `/logo.png`, `/logo.svg`, …
    public var path: String {
        switch contentType.prefix(while: { $0 != ";" }).lowercased() {
        case "image/png": "/logo.png"
        case "image/jpeg", "image/jpg": "/logo.jpg"
        case "image/svg+xml": "/logo.svg"
        case "image/webp": "/logo.webp"
        default: "/logo"
        }
    }
}
