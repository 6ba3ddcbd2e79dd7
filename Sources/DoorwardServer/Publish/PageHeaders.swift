import DoorwardDocuments

/// The response headers that keep pages and images harmless.
enum PageHeaders {
    /// Only what this site serves, no inline script or style, no frame around it (Content Security Policy Level 3).
    static let contentSecurityPolicy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'",
        "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
    ].joined(separator: "; ")

    static let noSniffing = PublicDocument.Header(name: "X-Content-Type-Options", value: "nosniff")

    /// For HTML.
    static let page: [PublicDocument.Header] = [
        .init(name: "Content-Security-Policy", value: contentSecurityPolicy), noSniffing,
        .init(name: "Referrer-Policy", value: "no-referrer"),
    ]

    /// For images: an SVG file that is opened by itself may neither run scripts nor load anything.
    static let image: [PublicDocument.Header] = [
        .init(name: "Content-Security-Policy", value: "default-src 'none'; style-src 'unsafe-inline'; sandbox"),
        noSniffing,
    ]
}
