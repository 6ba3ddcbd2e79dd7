import Testing

/// What must hold for every answer of a machine's endpoint.
func expectJSON(
    _ answer: Response, _ status: Int, error: String? = nil, sourceLocation: SourceLocation = #_sourceLocation
) {
    let text = answer.text
    #expect(answer.status == status, "\(answer.status) \(text.prefix(300))", sourceLocation: sourceLocation)
    #expect(answer.mediaType == "application/json", "\(text.prefix(100))", sourceLocation: sourceLocation)
    #expect(answer.header("Cache-Control") == "no-store", sourceLocation: sourceLocation)
    if ![405, 413].contains(status) { #expect(answer.header("Pragma") == "no-cache", sourceLocation: sourceLocation) }
    guard let json = try? answer.json() else {
        Issue.record("not JSON: \(text.prefix(200))", sourceLocation: sourceLocation)
        return
    }
    #expect(json["error"]?.string == error, "\(text.prefix(300))", sourceLocation: sourceLocation)
    if let described = json["error_description"]?.string {
        // RFC 6749 §5.2.
        let isPlain = described.utf8.allSatisfy { (0x20...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }
        #expect(isPlain, "\(described)", sourceLocation: sourceLocation)
    }
    expectNothingInner(answer, sourceLocation: sourceLocation)
}

/// What must hold for every page that a person is shown.
func expectPage(_ answer: Response, _ status: Int, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(answer.status == status, "\(answer.text.prefix(300))", sourceLocation: sourceLocation)
    #expect(answer.mediaType == "text/html", sourceLocation: sourceLocation)
    #expect(answer.header("Location") == nil, sourceLocation: sourceLocation)
    expectFlowHeaders(answer, sourceLocation: sourceLocation)
    expectNothingInner(answer, sourceLocation: sourceLocation)
}

/// The headers of pages and redirects of the flow (RFC 9700 §4.2.4, §4.16).
func expectFlowHeaders(_ answer: Response, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(answer.list("Cache-Control").contains("no-store"), sourceLocation: sourceLocation)
    #expect(answer.header("Referrer-Policy") == "no-referrer", sourceLocation: sourceLocation)
    #expect(answer.values("Access-Control-Allow-Origin") == [], sourceLocation: sourceLocation)
    guard answer.mediaType == "text/html" else { return }
    #expect(answer.header("X-Frame-Options")?.uppercased() == "DENY", sourceLocation: sourceLocation)
    #expect(answer.header("X-Content-Type-Options") == "nosniff", sourceLocation: sourceLocation)
    let policy = answer.header("Content-Security-Policy") ?? ""
    for word in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"] {
        #expect(policy.contains(word), "Content-Security-Policy: \(policy)", sourceLocation: sourceLocation)
    }
    #expect(!policy.contains("unsafe"), sourceLocation: sourceLocation)
    let hasInline = ["<script", " style=", "<style", "javascript:"].contains { answer.text.lowercased().contains($0) }
    #expect(!hasInline, "script or inline style on the page", sourceLocation: sourceLocation)
}

/// No trace of what is inside: no SQL, no stack, no type names, no file names.
func expectNothingInner(_ answer: Response, sourceLocation: SourceLocation = #_sourceLocation) {
    let words = [
        "select *", "insert into", "delete from", " from oauth", "syntax error", "sqlite", "postgres", "grdb", "libpq",
        ".swift", "fatal error", "rejection.",
        "stack trace", "storeerror", "doorwardoauth", "optional(",
    ]
    // Tokens and the like are random letters, in which words may come up.
    let text = answer.text.replacing(/[A-Za-z0-9_\-]{22,}/, with: "").lowercased()
    let found = words.filter { text.contains($0) }
    #expect(found.isEmpty, "\(found) in: \(answer.text.prefix(300))", sourceLocation: sourceLocation)
    #expect(answer.status < 500, "\(answer.status) \(answer.text.prefix(200))", sourceLocation: sourceLocation)
}

extension Form {
    static func + (one: Form, other: Form) -> Form { one.adding(other) }
}
