extension OpenAPILint {
    /// `components.securitySchemes`, and the requirements at the top.
    mutating func checkSecuritySchemes() {
        if let schemes = root["components"]?["securitySchemes"], schemes.kind == .object {
            for scheme in schemes.members {
                guard let name = scheme.name, name != "<<", !name.hasPrefix("x-"), step() else { continue }
                checkScheme(scheme, name)
            }
        }
        if let security = root["security"] { checkRequirements(security) }
    }

    private mutating func checkScheme(_ written: LocatedValue, _ name: String) {
        guard let scheme = resolve(written), visitedOnce(scheme) else { return }
        guard scheme.kind == .object, let type = scheme["type"]?.filledString else {
            return reportBroken(written, name, "has no `type`", "Add `type: http` and `scheme: bearer`, or another.")
        }
        switch type {
        case "http": checkHTTPScheme(scheme, name)
        case "apiKey": checkKeyScheme(scheme, name)
        case "oauth2": checkOAuth(scheme, name)
        case "openIdConnect":
            reportUnsupported(
                scheme, name, "uses OpenID Connect discovery",
                "Describe it as `oauth2` with an authorization code flow and its two addresses.")
        case "mutualTLS":
            reportUnsupported(scheme, name, "asks for a client certificate", "Use a bearer token, or OAuth.")
        default:
            reportBroken(
                scheme["type"] ?? scheme, name, "is of type “\(type.excerpt)”, which does not exist",
                type.lowercased().contains("bearer") || type.lowercased().contains("jwt")
                    ? "Write `type: http` and `scheme: bearer`." : "Write http, apiKey or oauth2.")
        }
    }

    private mutating func checkHTTPScheme(_ scheme: LocatedValue, _ name: String) {
        guard let kind = scheme["scheme"]?.filledString else {
            return reportBroken(scheme, name, "has no `scheme`", "Add `scheme: bearer` or `scheme: basic`.")
        }
        guard !["bearer", "basic"].contains(kind.lowercased()) else { return }
        reportUnsupported(scheme["scheme"] ?? scheme, name, "uses HTTP \(kind.excerpt)", "Use bearer or basic.")
    }

    private mutating func checkKeyScheme(_ scheme: LocatedValue, _ name: String) {
        if scheme["name"]?.filledString == nil {
            reportBroken(scheme, name, "has no `name`", "Add the header's name, such as `name: X-Api-Key`.")
        }
        switch scheme["in"]?.string {
        case "header": break
        case "query":
            subject.report(
                .apiKeyQuery, at: scheme["in"], "The key of “\(name.excerpt)” is sent in the URL.",
                hint: "Take it from a header: `in: header`.")
        case "cookie":
            reportUnsupported(scheme["in"] ?? scheme, name, "is a cookie", "Take a header: `in: header`.")
        default: reportBroken(scheme["in"] ?? scheme, name, "has no `in`", "Add `in: header`.")
        }
    }

    mutating func reportBroken(_ value: LocatedValue, _ name: String, _ what: String, _ hint: String) {
        reportAbsent(
            .apiSchemeBroken, at: value, atName: true, "The security scheme “\(name.excerpt)” \(what).", hint: hint)
    }

    private mutating func reportUnsupported(_ value: LocatedValue, _ name: String, _ what: String, _ hint: String) {
        subject.report(
            .apiSchemeUnsupported, at: value, atName: true,
            "The security scheme “\(name.excerpt)” \(what), which assistants cannot do.", hint: hint)
    }
}

// MARK: - Requirements

extension OpenAPILint {
    /// A `security` list: alternatives, each of which may ask for several schemes at once.
    mutating func checkRequirements(_ security: LocatedValue) {
        guard security.kind == .array, seenRequirements.insert(security.identity).inserted else { return }
        let schemes = root["components"]?["securitySchemes"]
        var alone: Set<String> = []
        var isOpen = security.count == 0
        for requirement in security.elements {
            guard step() else { return }
            let names = requirement.members.compactMap(\.name)
            if names.isEmpty { isOpen = true }
            if names.count == 1 { alone.insert(names[0]) }
            if names.count > 1 {
                subject.report(
                    .apiSecurityMix, at: requirement,
                    "This asks for \(names.count) credentials at once; an assistant sends one.",
                    hint: "Let one of them do, or write alternatives: one list entry each.")
            }
            for member in requirement.members where isWhole && schemes?[member.name ?? ""] == nil {
                subject.report(
                    .apiSchemeUnknown, at: member, atName: true,
                    "The scheme “\((member.name ?? "").excerpt)” is not in `components.securitySchemes`.",
                    hint: "Describe it there.")
            }
        }
        guard !isOpen, !alone.isEmpty else { return }
        let left = sharedSchemes.map { $0.intersection(alone) } ?? alone
        if left.isEmpty {
            subject.report(
                .apiSecurityMix, at: security, atName: true, for: .init(action: .warning, manifest: .warning),
                "This asks for another credential than operations before it.",
                hint: "Use one scheme for all operations that need one.")
        } else {
            sharedSchemes = left
        }
    }
}
