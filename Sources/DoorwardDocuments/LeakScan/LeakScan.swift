/// A search for secrets in documents that anyone may fetch.
///
/// A secret is found in plain, in base64 and base64url (alone or in the middle of a larger text that is encoded as
/// one), in hexadecimal digits, and each of these also when it is percent-encoded or escaped as in JSON, YAML or
/// HTML, wholly or in part, up to twice. Also found is what has the shape of a well-known kind of key; see
/// ``KeyShape``.
///
/// Scanning takes time in proportion to the document, nearly whatever the number of secrets.
public struct LeakScan: Sendable {
    /// Secrets shorter than this many bytes are not looked for: they would be found everywhere by chance.
    public static let shortestSecret = 8
    /// After this many places the search of a document ends: it must not be served anyway.
    public static let mostFindings = 100

    private let patterns: LeakPatterns

    /// Prepares the search.
    ///
    /// - Parameter secrets: each with a label that may be shown, for example where it comes from, and its bytes.
    public init(secrets: [(label: String, bytes: [UInt8])]) {
        patterns = LeakPatterns(secrets: secrets.filter { $0.bytes.count >= Self.shortestSecret })
    }

    /// The places where a document holds a secret, in the order of the document; empty when there is none.
    ///
    /// The findings never hold the secret, nor does their description.
    public func scan(_ document: PublicDocument) -> [LeakFinding] {
        var hits: [LeakHit] = []
        DocumentView.forEach(of: document.body) { view in
            guard hits.count < Self.mostFindings else { return }
            let found = (patterns.hits(in: view.bytes, limit: Self.mostFindings) + KeyShape.hits(in: view.bytes))
                .prefix(Self.mostFindings - hits.count).enumerated()
                .sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }.map(\.element)
            for (hit, offset) in zip(found, view.originalOffsets(of: found.map(\.offset))) {
                let encoding = ([hit.encoding] + view.encodings).joined(separator: ", ")
                hits.append(LeakHit(offset: offset, what: hit.what, encoding: encoding))
            }
        }
        guard !hits.isEmpty else { return [] }
        return findings(of: hits, in: document)
    }

    /// Names the places; of several ways to read the same secret at the same place the plainest is told.
    private func findings(of hits: [LeakHit], in document: PublicDocument) -> [LeakFinding] {
        let isJSON = (try? JSONValue(parsing: document.body)) != nil
        let sorted = hits.enumerated().sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }
        let locations = LeakLocations(document.body, isJSON: isJSON)
        var findings: [LeakFinding] = []
        var seen: Set<[String]> = []
        for (_, hit) in sorted {
            let location = locations.location(of: hit.offset, isSecret: isSecret)
            guard seen.insert([location, hit.what]).inserted else { continue }
            findings.append(
                LeakFinding(documentPath: document.path, location: location, what: hit.what, encoding: hit.encoding))
        }
        return findings
    }

    /// Whether a text to be shown holds a secret itself.
    private func isSecret(_ text: String) -> Bool {
        var isSecret = false
        DocumentView.forEach(of: Array(text.utf8)) { view in
            isSecret =
                isSecret || !patterns.hits(in: view.bytes, limit: 1).isEmpty || !KeyShape.hits(in: view.bytes).isEmpty
        }
        return isSecret
    }
}

/// A secret found in bytes: where it begins, what it is, how it is written.
struct LeakHit {
    var offset: Int
    var what: String
    var encoding: String
}
