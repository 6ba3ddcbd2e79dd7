extension LintSubject {
    /// Finds the manifest's own members in `auth` and `api`, where they are when a `}` is missing; their names.
    mutating func checkMisplaced(in manifest: LocatedValue) -> Set<String> {
        var found: Set<String> = []
        let auth = manifest["auth"]
        for (object, rule) in [
            (auth, LintRule.authMemberUnknown), (auth?["verification_tokens"], .authMemberUnknown),
            (manifest["api"], .apiMemberUnknown),
        ] {
            guard let object, object.kind == .object else { continue }
            let members = object.members.filter(\.isMisplaced)
            guard let first = members.first else { continue }
            found.formUnion(members.compactMap(\.name))
            reportMisplaced(members, first, rule, in: manifest)
        }
        return found
    }

    private mutating func reportMisplaced(
        _ members: [LocatedValue], _ first: LocatedValue, _ rule: LintRule, in manifest: LocatedValue
    ) {
        let names = members.prefix(10).compactMap(\.name).map { "`\($0)`" }
        let others = names.dropFirst().joined(separator: ", ")
        let isLost = members.contains { member in member.name.map { manifest[$0] == nil } ?? false }
        let isDeeper = first.parent?.name == "verification_tokens"
        let name = names.first ?? ""
        let message =
            "\(name) belongs \(isDeeper ? "two levels" : "one level") up; probably a `}` is missing in front of it."
        report(
            rule, at: first, atName: true, severity: isLost ? .error : .warning,
            others.isEmpty ? message : message + " The same goes for \(others).",
            hint: "Close what is open with `}` and a comma in front of \(name)"
                + (isFragment ? "." : ", and take the `}` out that is one too many at the end."))
    }
}

extension LocatedValue {
    /// Whether it has the name of a member of the manifest itself.
    var isMisplaced: Bool { name.map(ManifestMembers.required.contains) ?? false }
}
