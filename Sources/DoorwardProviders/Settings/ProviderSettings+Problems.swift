/// What is wrong with settings, found before anybody signs in.
extension ProviderSettings {
    /// Every problem, as the end of a sentence that begins with the provider's name; empty when there is none.
    public var problems: [String] {
        var problems: [String] = []
        if !Self.isName(name) { problems.append("needs a name of 1 to 32 of the characters a-z, 0-9 and -") }
        if clientID.isEmpty { problems.append("needs a client id") }
        problems += isOpenID ? openIDProblems : endpointProblems
        let given = [
            ("authorization", authorizationURL), ("token", tokenURL), ("user info", userInfoURL), ("key", jwksURL),
        ]
        for (what, url) in given {
            guard let url else { continue }
            guard let address = ProviderAddress(url) else {
                problems.append("has a \(what) address that is no https URL without user and fragment")
                continue
            }
            if !address.isSecure && !address.isLoopback {
                problems.append("has a \(what) address with http; only loopback may do without https")
            }
        }
        return problems
    }

    private var openIDProblems: [String] {
        var problems: [String] = []
        let rule = IssuerRule(self)
        if rule == nil && kind == .microsoft {
            problems.append("needs a tenant: common, organizations, consumers or the GUID of one")
        }
        guard let address = rule.flatMap({ ProviderAddress($0.discovered) }) else {
            problems.append("needs an issuer that is an https URL without query and fragment")
            return problems
        }
        if !address.isSecure && !address.isLoopback {
            problems.append("has an issuer with http; only loopback may do without https")
        }
        if address.hasQuery { problems.append("has an issuer with a query") }
        return problems
    }

    private var endpointProblems: [String] {
        var problems: [String] = []
        if authorizationURL == nil { problems.append("needs the address of its authorization endpoint") }
        if tokenURL == nil { problems.append("needs the address of its token endpoint") }
        if userInfoURL == nil { problems.append("needs the address of its user information") }
        if mapping.subject.isEmpty { problems.append("needs the member of the user information that is the subject") }
        return problems
    }

    private static func isName(_ name: String) -> Bool {
        (1...32).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
