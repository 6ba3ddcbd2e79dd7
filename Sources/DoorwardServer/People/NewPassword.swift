/// A new password as it was typed twice, checked.
struct NewPassword: Sendable {
    let bytes: [UInt8]

    /// - Parameters:
    ///   - form: the fields `password` and `again`.
    ///   - names: what the password may not be.
    /// - Returns: the password, or what is wrong with it.
    static func read(_ form: SubmittedForm, names: [String]) throws(SubmittedForm.Refusal) -> Reading {
        guard let password = try form["password"], let again = try form["again"] else {
            return .problem(
                FormProblem(
                    "Type the new password twice.", fields: try form["password"] == nil ? ["password"] : ["again"]))
        }
        if let problem = PasswordRules.problem(in: password, names: names) {
            return .problem(FormProblem(problem.sentence, fields: ["password"]))
        }
        guard password.utf8.elementsEqual(again.utf8) else {
            return .problem(
                FormProblem("The two passwords are not the same. Type them once more.", fields: ["password", "again"]))
        }
        return .password(NewPassword(bytes: Array(password.utf8)))
    }

    enum Reading {
        case password(NewPassword)
        case problem(FormProblem)
    }
}

extension People {
    /// Hashes a new password with a new salt.
    func hash(_ password: NewPassword) async throws -> PasswordHash {
        try await configuration.hasher.hash(password.bytes, salt: configuration.random(PasswordHash.saltSize))
    }
}
