import DoorwardOAuth

/// What clients that nobody here registered need, and what was said about them in vain.
extension ConfigurationRules {
    func clientRules() -> [ConfigurationProblem] {
        guard isOwnServer else { return [] }
        return registrationToken() + registeredScopes()
    }

    private func registrationToken() -> [ConfigurationProblem] {
        guard holds("oauth.registration", "oauth.registration_token") else { return [] }
        let needsToken = configuration.oauth.registration == .token
        let key = "oauth.registration_token"
        switch (needsToken, configuration.oauth.registrationToken != nil) {
        case (true, false):
            return [
                problem(
                    key, "is missing", hint: "write where the token of oauth.registration is kept, such as env:NAME",
                    origin: origins["oauth.registration"])
            ]
        case (false, true):
            let word = configuration.oauth.registration.rawValue
            return [
                problem(
                    key, "is for registration: token, but oauth.registration is \(word)",
                    hint: "write registration: token, or remove the line")
            ]
        default: return []
        }
    }

    /// A scope that is not declared can be given to nobody.
    private func registeredScopes() -> [ConfigurationProblem] {
        guard holds("oauth.registered_scopes", "oauth.scopes"), let scopes = configuration.oauth.registeredScopes
        else { return [] }
        let declared = Set(configuration.oauth.scopes.names)
        return scopes.enumerated().filter { !declared.contains($1) }.map { index, scope in
            problem(
                "oauth.registered_scopes[\(index)]", "is the scope '\(scope)', which oauth.scopes does not declare",
                hint: "write it there with a sentence for people, or remove it here")
        }
    }

    // MARK: Doubts

    /// Keys of a feature that is off.
    func clientDoubts() -> [ConfigurationProblem] {
        guard holds("oauth.registration", "oauth.client_documents") else { return [] }
        let oauth = configuration.oauth
        let registers = oauth.registration != .closed
        var problems: [ConfigurationProblem] = []
        func unused(_ keys: [String], _ reason: String, hint: String) {
            problems += keys.filter { holds($0) && origins[$0] != nil }.map {
                doubt($0, "is not used, for \(reason)", hint: hint)
            }
        }
        if !registers {
            unused(
                ["oauth.registration_lifetime", "oauth.registration_pools"], "oauth.registration is closed",
                hint: "remove it, or write registration: open")
        }
        if !registers, !oauth.clientDocuments {
            unused(
                ["oauth.registration_schemes", "oauth.registered_scopes"],
                "oauth.registration is closed and oauth.client_documents is off",
                hint: "remove it, or write registration: open")
        }
        if !oauth.clientDocuments {
            unused(
                ["oauth.client_document_hosts"], "oauth.client_documents is off",
                hint: "remove it, or write client_documents: on")
        }
        return problems
    }
}
