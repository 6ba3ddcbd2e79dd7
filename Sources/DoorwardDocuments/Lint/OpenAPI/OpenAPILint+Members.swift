// MARK: - Names that are nearly right

extension OpenAPILint {
    private static let topMembers = [
        "openapi", "info", "servers", "paths", "components", "security", "tags", "externalDocs", "webhooks",
        "jsonSchemaDialect",
    ]

    static let operationMembers = [
        "operationId", "summary", "description", "parameters", "requestBody", "responses", "security", "servers",
        "tags", "deprecated", "callbacks", "externalDocs",
    ]

    /// Members without which there is nothing to call.
    private static let needed: Set<String> = ["openapi", "paths", "operationId"]

    mutating func checkTopMembers() { checkMembers(of: root, among: Self.topMembers) }

    /// Says which names are slips, such as `operationID` or `Paths`.
    mutating func checkMembers(of object: LocatedValue, among known: [String]) {
        for member in object.members {
            guard step(), let name = member.name, !known.contains(name), !name.hasPrefix("x-"),
                let meant = meant(by: name, in: object, among: known)
            else { continue }
            let isNeeded = Self.needed.contains(meant)
            subject.report(
                .apiMemberMisspelled, at: member, atName: true, severity: isNeeded ? .error : .warning,
                "You wrote “\(name.excerpt)” where `\(meant)` is meant; nobody reads it"
                    + (isNeeded ? "." : ", but the operations can still be called."),
                hint: "Write `\(meant)`.")
        }
    }

    /// Whether a member that is missing stands there under a name that is nearly right, and has been told.
    func isMisspelled(_ name: String, in object: LocatedValue) -> Bool {
        guard subject.count(of: .apiMemberMisspelled) > 0, object.kind == .object, object[name] == nil else {
            return false
        }
        let known = object.identity == root.identity ? Self.topMembers : Self.operationMembers
        return object.members.prefix(Self.most).contains { member in
            guard let other = member.name, !known.contains(other) else { return false }
            return meant(by: other, in: object, among: known) == name
        }
    }

    /// Nobody misspells many members; an object with so many others is something else.
    private static let most = 200

    private func meant(by name: String, in object: LocatedValue, among known: [String]) -> String? {
        guard name.utf8.count <= 24, object.count <= Self.most, !name.hasPrefix("x-"),
            let meant = Spelling.meant(by: name, among: known), object[meant] == nil
        else { return nil }
        return meant
    }
}
