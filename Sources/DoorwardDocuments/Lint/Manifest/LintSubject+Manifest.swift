extension LintSubject {
    /// Reports what ChatGPT, its reviewers, or other readers of the format would not like in a plugin manifest.
    mutating func checkManifest() {
        guard let root = document.root else { return }
        guard root.kind == .object else {
            if !isFragment, !reportTextOfJSON(root), reportWrappedManifest() == nil {
                report(
                    .memberType, at: root, "The manifest is \(root.kindInWords), not an object.",
                    hint: "The file is one JSON object: `{\"schema_version\": \"v1\", …}`.")
            }
            return
        }
        let isManifest = ManifestMembers.required.contains { root[$0] != nil }
        if !isManifest, reportWrappedManifest() != nil { return }
        checkManifest(root)
    }

    /// The same of a value, wherever it is in the document.
    mutating func checkManifest(_ manifest: LocatedValue) {
        let api = manifest["api"]
        let misplaced = checkMisplaced(in: manifest)
        checkMembers(of: manifest, misplaced: misplaced)
        checkSchemaVersion(manifest["schema_version"])
        checkTexts(of: manifest)
        if let auth = manifest["auth"] { checkAuth(auth, api: api) }
        if let api, api.kind == .object { checkAPI(api, auth: manifest["auth"]) }
        checkDetails(of: manifest)
        checkServingPort(manifest)
    }

    /// The host that serves the manifest without port and `www.`; nil when that is unknown.
    var root: String? { input.host.map(HostName.root(of:)) }

    /// Whether the manifest is served by the developer's own computer.
    var isServedLocally: Bool { root.map(HostName.isLoopback) ?? false }

    // MARK: Members

    private mutating func checkMembers(of manifest: LocatedValue, misplaced: Set<String>) {
        var found = misplaced
        for member in manifest.members {
            guard let name = member.name else { continue }
            if ManifestMembers.required.contains(name) {
                checkType(of: member, isObject: name == "auth" || name == "api")
            } else if let meant = reportUnknown(
                member, .memberUnknown, among: ManifestMembers.required, in: manifest, what: "ChatGPT")
            {
                found.insert(meant)
            }
        }
        guard !isFragment else { return }
        for name in ManifestMembers.required where manifest[name] == nil && !found.contains(name) {
            if name == "auth" {
                report(
                    .authMissing, at: manifest, "There is no `auth`.",
                    hint: "Say how callers sign in; where nobody must, `\"auth\": {\"type\": \"none\"}`.")
            } else {
                report(.memberMissing, at: manifest, "`\(name)` is missing.", hint: Self.purpose(of: name))
            }
        }
    }

    private mutating func checkType(of member: LocatedValue, isObject: Bool) {
        guard let name = member.name, member.kind != (isObject ? .object : .string) else { return }
        if name == "auth", member.kind == .null {
            return report(
                .authMissing, at: member, "`auth` is null.",
                hint: "Say how callers sign in; where nobody must, `\"auth\": {\"type\": \"none\"}`.")
        }
        let isNone = name == "auth" && member.string?.lowercased() == "none"
        // What is meant by a number there is told by the rule about the version.
        if name == "schema_version", member.kind == .number { return }
        report(
            .memberType, at: member, "`\(name)` is \(member.kindInWords), not \(isObject ? "an object" : "a text").",
            hint: isNone ? "Write `\"auth\": {\"type\": \"none\"}`." : Self.purpose(of: name),
            edits: isNone ? member.replaced(byJSON: "{\"type\": \"none\"}") : [])
    }

    /// Reports a member that nobody reads; the name that was meant when it is a misspelling of one that is missing.
    mutating func reportUnknown(
        _ member: LocatedValue, _ rule: LintRule, among known: [String], in object: LocatedValue, what reader: String
    ) -> String? {
        let name = member.name ?? ""
        if name.hasPrefix("x-") || name.hasPrefix("$") || name == "_comment" { return nil }
        let spoken = "`\(name.excerpt)`"
        // Nobody misspells hundreds of members; a file with so many is something else.
        let candidate = count(of: rule) < 200 ? Spelling.meant(by: name, among: known) : nil
        guard let meant = candidate, object[meant] == nil else {
            report(
                rule, at: member, atName: true, "\(reader) does not know \(spoken), and does not read it.",
                hint: "Leave it out; nothing depends on it.")
            return nil
        }
        let isNeeded =
            ManifestMembers.required.contains(meant) || ManifestMembers.oauthRequired.contains(meant)
            || meant == "type" || meant == "url" || meant == "authorization_type"
        report(
            rule, at: member, atName: true, severity: isNeeded ? .error : .warning,
            "\(spoken) is not read, and `\(meant)` is missing.", hint: "Call it `\(meant)`.",
            edits: member.renamed(meant))
        return meant
    }

    /// Whether a member is there under a misspelled name, which is reported as such.
    func hasMisspelled(_ name: String, in object: LocatedValue, among known: [String]) -> Bool {
        object.members.prefix(200).contains { Spelling.meant(by: $0.name ?? "", among: known) == name }
    }

    private mutating func checkSchemaVersion(_ version: LocatedValue?) {
        guard let version, let text = version.string ?? version.number, text != "v1" else { return }
        let plain = text.lowercased().filter { !$0.isWhitespace }
        let isMeant = ["v1", "1", "1.0", "v1.0", "1.0.0", "v1.0.0"].contains(plain)
        report(
            .schemaVersion, at: version, severity: text == "v2" ? .warning : .error,
            "The format's version is `\(text.excerpt)`, and must be the text `v1`.",
            hint: "Write `\"schema_version\": \"v1\"`; the version of your plugin has no place in the manifest.",
            edits: isMeant ? version.replaced(by: "v1") : [])
    }

    /// The manifest's own host must answer on the usual port.
    private mutating func checkServingPort(_ manifest: LocatedValue) {
        guard let host = input.host, !isServedLocally, let port = HostName.port(of: host), port != "443" else { return }
        report(
            .apiURLPort, at: manifest, "The manifest is served on port \(port.excerpt).",
            hint: "ChatGPT asks on port 443 only; put a proxy in front, or let the server listen there.")
    }

    private static func purpose(of name: String) -> String {
        switch name {
        case "schema_version": "Write `\"schema_version\": \"v1\"`."
        case "name_for_human": "The name that users see, at most 20 characters."
        case "name_for_model": "The name that the model uses: letters, digits and underscores."
        case "description_for_human": "One line for users, at most 100 characters."
        case "description_for_model": "What the API can do, for the model; at most 8,000 characters."
        case "auth": "An object that says how callers sign in: `{\"type\": \"none\"}`, for instance."
        case "api": "An object: `{\"type\": \"openapi\", \"url\": \"https://…\"}`."
        case "logo_url": "The address of a PNG or JPEG image of 512 by 512 pixels."
        case "contact_email": "The address of a mailbox that somebody reads."
        default: "The address of a page with your terms or imprint."
        }
    }
}
