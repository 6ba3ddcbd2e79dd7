extension DoctorOptions {
    /// Why an examination with these options cannot begin, or nil: which option cannot be what was meant, as a
    /// sentence without the value.
    public var problem: String? {
        var values: [(name: String, value: String)] = []
        if let secret { values.append(("the secret of --secret-from", secret.value)) }
        if let clientSecret { values.append(("the secret of --client-secret-from", clientSecret.value)) }
        if case .form(let user, let password) = signIn {
            values += [("the user of --headless-form", user), ("the password of --headless-form", password.value)]
        }
        for (name, value) in [("--client-id", clientID), ("--scope", scope), ("--redirect-uri", redirectURI)] {
            if let value, !value.isEmpty { values.append((name, value)) }
        }
        for (name, value) in values {
            if let problem = Self.problem(of: value) { return "\(name) \(problem)" }
        }
        return limit > .zero ? nil : "--limit must be above zero"
    }

    private static func problem(of value: String) -> String? {
        let scalars = Array(value.unicodeScalars)
        guard let last = scalars.last else { return "is empty" }
        if last == "\r" { return "ends with a carriage return; is it from a file with line ends of Windows?" }
        if last == "\n" { return "ends with a line end" }
        if scalars.contains(where: { $0 == "\r" || $0 == "\n" }) { return "has more than one line" }
        if scalars.contains("\u{FEFF}") { return "has a byte order mark (U+FEFF) in it" }
        if scalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) {
            return "has control characters in it"
        }
        if scalars[0] == " " || last == " " { return "begins or ends with a space" }
        return nil
    }
}
