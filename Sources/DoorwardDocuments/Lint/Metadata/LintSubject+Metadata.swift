extension LintSubject {
    /// Documents by which OAuth clients find their way: of a protected resource, an authorization server, a client.
    mutating func checkMetadata() {
        guard let root = document.root, root.kind == .object else { return }
        checkMetadataMembers(of: root)
        switch kind {
        case .protectedResourceMetadata: checkProtectedResource(root)
        case .authorizationServerMetadata: checkAuthorizationServer(root)
        case .clientMetadata: checkClientMetadata(root)
        default: break
        }
    }

    /// What holds for every member of each of the documents.
    private mutating func checkMetadataMembers(of root: LocatedValue) {
        for member in root.members {
            guard let name = member.name else { continue }
            if Self.isEmpty(member) {
                report(
                    .metadataEmpty, at: member, atName: true,
                    "“\(name.excerpt)” is \(member.kind == .null ? "null" : "empty").",
                    hint: "Leave the member out, or give it a value.")
            } else if let expected = MetadataMember(named: name), !expected.fits(member) {
                report(
                    .metadataType, at: member, "“\(name.excerpt)” is \(Self.article(member.kind)).",
                    hint: "It must be \(expected.rawValue)\(Self.spelling(expected, member)).")
            } else if name.hasSuffix("_endpoint") || name == "jwks_uri" {
                checkEndpoint(member, name)
            }
        }
    }

    private static func isEmpty(_ value: LocatedValue) -> Bool {
        switch value.kind {
        case .null: true
        case .string: value.string?.isEmpty == true
        case .array: value.count == 0
        default: false
        }
    }

    private static func article(_ kind: LocatedValue.Kind) -> String {
        switch kind {
        case .string: "a text"
        case .number: "a number"
        case .boolean: "true or false"
        case .null: "null"
        case .array: "an array"
        case .object: "an object"
        }
    }

    /// The text of a list, written as the list.
    private static func spelling(_ expected: MetadataMember, _ value: LocatedValue) -> String {
        guard expected == .texts, let text = value.string else { return "" }
        let words = text.split { $0 == " " || $0 == "," }.prefix(8).map { "\"\(String($0).excerpt)\"" }
        return ": [\(words.joined(separator: ", "))]"
    }

    private mutating func checkEndpoint(_ member: LocatedValue, _ name: String) {
        guard let text = member.string else { return }
        guard let url = WebAddress(text) else {
            return report(
                .metadataEndpoint, at: member, "“\(name.excerpt)” is not a whole URL.",
                hint: "Write it with scheme and host: https://auth.example.com/…")
        }
        if url.fragment != nil || url.userInfo != nil {
            report(
                .metadataEndpoint, at: member,
                "“\(name.excerpt)” has \(url.fragment != nil ? "a fragment (#)" : "a name in front of the host").",
                hint: "Leave that part out.")
        } else if url.scheme != "https" {
            report(
                .metadataEndpoint, at: member, severity: url.isLoopback ? .warning : .error,
                "“\(name.excerpt)” is \(url.scheme), not https.",
                hint: url.isLoopback
                    ? "That works while client and server are on one computer; elsewhere use https."
                    : "Serve it over https and write https://\(url.host)….")
        }
    }

    /// The texts of an array; nil when there is none.
    func texts(_ root: LocatedValue, _ name: String) -> [String]? {
        guard let value = root[name], value.kind == .array else { return nil }
        return value.elements.compactMap(\.string)
    }

    /// The address that the document was fetched from, when it was.
    var fetchedFrom: WebAddress? { WebAddress(input.name).flatMap { $0.scheme.hasPrefix("http") ? $0 : nil } }
}
