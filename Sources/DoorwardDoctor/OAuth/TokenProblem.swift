internal import DoorwardDocuments

/// Something about a token endpoint's answer that the client stumbles over.
struct TokenProblem: Sendable, Equatable {
    let fault: String
    let text: String

    /// All that is wrong with an answer that should hold tokens (RFC 6749 section 5.1).
    static func all(in answer: TokenAnswer) -> [TokenProblem] {
        guard let response = answer.response else { return [] }
        let shape = self.shape(answer, response)
        if !shape.isEmpty { return shape }
        var problems: [TokenProblem] = []
        if response.status != 200 {
            problems.append(.o06("The status is \(response.status); it must be 200."))
        }
        if let type = answer.tokenType {
            if type.lowercased() != "bearer" {
                problems.append(
                    .o06("`token_type` is `\(answer.masking.shortened(type, to: 40))`; the client knows only `bearer`.")
                )
            }
        } else {
            problems.append(.o06("`token_type` is missing; it must be `bearer`."))
        }
        if !response.mediaType.contains("json") {
            problems.append(.o06("The content type is `\(response.mediaType)`; it must be application/json."))
        }
        return problems + lasting(answer)
    }

    /// What keeps the client from finding an access token at all.
    private static func shape(_ answer: TokenAnswer, _ response: ProbeResponse) -> [TokenProblem] {
        if answer.isHTML { return [.o06("The answer is an HTML page (status \(response.status)), not JSON.")] }
        if answer.isRedirect { return [.o06("The answer is a redirect (status \(response.status)), not tokens.")] }
        if response.body.isEmpty { return [.o06("The answer has no body (status \(response.status)).")] }
        guard let json = answer.json else {
            let isForm = response.text.contains("access_token=")
            return [.o06(isForm ? "The answer is form-encoded, not JSON." : "The answer is not JSON.")]
        }
        if answer.accessToken != nil { return [] }
        if let nesting = answer.nesting {
            return [
                .o06(
                    "The tokens are inside of `\(answer.masking.shortened(nesting, to: 40))`; they must be at the top of the object."
                )
            ]
        }
        if let name = answer.otherName(of: "access_token") {
            return [
                .o06(
                    "The access token is called `\(answer.masking.shortened(name, to: 40))`; it must be `access_token`."
                )
            ]
        }
        return [.o06("There is no `access_token` in the answer, which is \(json.kind).")]
    }

    /// What lets the connection end.
    private static func lasting(_ answer: TokenAnswer) -> [TokenProblem] {
        var problems: [TokenProblem] = []
        if answer.refreshToken == nil {
            let name =
                answer.otherName(of: "refresh_token").map { " (there is `\(answer.masking.shortened($0, to: 40))`)" }
                ?? ""
            problems.append(
                .o05("`refresh_token` is missing\(name): when the access token ends, so does the connection."))
        }
        switch answer.expiresIn {
        case .number(let text) where (Double(text) ?? 0) > 0: break
        case nil:
            let name =
                answer.otherName(of: "expires_in").map { " (there is `\(answer.masking.shortened($0, to: 40))`)" } ?? ""
            problems.append(
                .o05("`expires_in` is missing\(name): the client does not know when to ask for a new token."))
        case .string: problems.append(.o05("`expires_in` is a text; it must be a number of seconds."))
        case .number(let text):
            problems.append(.o05("`expires_in` is \(answer.masking.shortened(text, to: 20)); it must be above zero."))
        default: problems.append(.o05("`expires_in` is not a number of seconds."))
        }
        return problems
    }

    private static func o05(_ text: String) -> TokenProblem { TokenProblem(fault: "O05", text: text) }
    private static func o06(_ text: String) -> TokenProblem { TokenProblem(fault: "O06", text: text) }
}
