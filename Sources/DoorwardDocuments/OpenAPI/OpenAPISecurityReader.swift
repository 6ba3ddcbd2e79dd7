/// Reads what a document says about credentials and scopes.
struct OpenAPISecurityReader {
    /// The names of the schemes that have scopes, and of those that have none.
    private var scopedSchemes: Set<JSONKey> = []
    private var otherSchemes: Set<JSONKey> = []
    /// What applies where an operation says nothing; nil when the document says nothing either.
    private(set) var common: [SecurityRequirement]?

    init(document: JSONValue) {
        let references = OpenAPIReferences(document)
        for (name, scheme) in document["components"]?["securitySchemes"]?.objectValue?.members ?? [] {
            switch references.resolve(scheme)?.value["type"]?.stringValue {
            case "oauth2", "openIdConnect": scopedSchemes.insert(JSONKey(name))
            default: otherSchemes.insert(JSONKey(name))
            }
        }
        common = document["security"].flatMap { Self.requirements($0) }
    }

    /// The alternatives of a `security` member; nil when it is not an array.
    static func requirements(_ value: JSONValue) -> [SecurityRequirement]? {
        value.arrayValue.map { alternatives in
            alternatives.compactMap(\.objectValue).map { alternative in
                SecurityRequirement(
                    schemes: alternative.members.map { name, scopes in
                        .init(name: name, scopes: scopes.arrayValue?.compactMap(\.stringValue) ?? [])
                    })
            }
        }
    }

    /// The scopes that each alternative asks for, each set once.
    ///
    /// An alternative without a scheme that has scopes is one that no access token can satisfy; it counts only where
    /// there is no other, and then asks for no scopes. A scheme that the document does not describe has scopes if it is
    /// asked for some: nobody gets in because of a slip of the pen.
    func scopeAlternatives(_ requirements: [SecurityRequirement]) -> [[String]] {
        var alternatives: [[String]] = []
        for requirement in requirements where requirement.isEmpty || requirement.schemes.contains(where: hasScopes) {
            var scopes: [String] = []
            var seen: Set<String> = []
            for scheme in requirement.schemes where hasScopes(scheme) {
                scopes += scheme.scopes.filter { seen.insert($0).inserted }
            }
            // Alternatives are few; a document with thousands of them is not worth comparing each with each.
            if alternatives.count > 64 || !alternatives.contains(scopes) { alternatives.append(scopes) }
        }
        return alternatives.isEmpty && !requirements.isEmpty ? [[]] : alternatives
    }

    private func hasScopes(_ scheme: SecurityRequirement.Scheme) -> Bool {
        let name = JSONKey(scheme.name)
        return scopedSchemes.contains(name) || (!scheme.scopes.isEmpty && !otherSchemes.contains(name))
    }
}
