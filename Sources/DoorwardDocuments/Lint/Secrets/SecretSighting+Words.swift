extension SecretSighting {
    var rule: LintRule {
        switch kind {
        case .clientSecret: .secretClientSecret
        case .privateKey: .secretPrivateKey
        case .known: .secretKnownKey
        case .wrongChecksum: .secretWrongChecksum
        case .test: .secretTestKey
        case .webToken: .secretWebToken
        case .urlPassword: .secretURLPassword
        case .credential: .secretCredential
        case .query: .secretInQuery
        case .named: .secretNamedValue
        }
    }

    /// What is said of it and what to do, without the value.
    func words(around value: LocatedValue?) -> (message: String, hint: String) {
        let form = encodings.isEmpty || kind == .clientSecret ? "" : " (\(encodings.joined(separator: ", ")))"
        switch kind {
        case .clientSecret: return clientSecretWords
        case .privateKey: return ("This is \(what)\(form), and the file is public.", Self.replace)
        case .known: return ("This is \(what)\(form), and the file is public.", Self.replace)
        case .wrongChecksum:
            return (
                "This has the shape of \(what)\(form), but not its checksum, so it was made up or mistyped.",
                "Write something that cannot be taken for a key: <your key>."
            )
        case .test:
            return (
                "This is \(what)\(form): it reaches test data only, but the file is public.",
                "Take it out; where an example needs one, write <your key>."
            )
        case .webToken: return webTokenWords(form)
        case .urlPassword:
            let secret = what == URLPassword.keyName ? "what looks like a key in front of its host" : "a password"
            return ("This URL carries \(secret)\(form), and the file is public.", Self.replace)
        case .credential:
            return (
                "This is \(what)\(form) that looks real, and the file is public.",
                Self.replace + " In an example write <your token>."
            )
        case .query:
            return (
                "The URL's parameter “\(what.excerpt)” holds what looks like a secret\(form), and the file is public.",
                Self.replace + " ChatGPT also shows people the query of each call."
            )
        case .named:
            return (
                "“\(what.excerpt)” holds what looks like a secret\(form), and the file is public.",
                Self.replace + " In an example write <your key>."
            )
        }
    }

    private static let replace =
        "Take it out, keep it on the server, and replace it where it was issued: whoever has fetched the file has it."

    private var clientSecretWords: (message: String, hint: String) {
        if severity == .warning {
            return (
                "“\(what.excerpt)” does not belong in a manifest, even with a placeholder: one day somebody fills it in.",
                "Remove the member. The client secret is typed into ChatGPT when the plugin is set up."
            )
        }
        let kind = encodings.first.map { " (\($0))" } ?? ""
        return (
            "“\(what.excerpt)” holds a client secret\(kind), and the manifest is public.",
            "Remove the member and replace the secret at the authorization server: whoever has fetched the manifest "
                + "has it. It is typed into ChatGPT when the plugin is set up, and stands in no file."
        )
    }

    private func webTokenWords(_ form: String) -> (message: String, hint: String) {
        if severity == .info {
            return (
                "This is a signed JSON Web Token\(form) that has run out. It opens nothing, but may tell who had it.",
                "In an example write <your token>."
            )
        }
        return (
            "This is a signed JSON Web Token\(form), and the file is public.",
            "Take it out and have it revoked; in an example write <your token>."
        )
    }
}
