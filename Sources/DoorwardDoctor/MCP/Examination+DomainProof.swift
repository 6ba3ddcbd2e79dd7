internal import DoorwardDocuments

extension Examination {
    /// The token that the portal shows must be served byte for byte (M16).
    func proveDomain() async {
        guard let token = options.challengeToken else { return }
        begin(.files, "Read the domain's proof")
        let address = target.origin + "/.well-known/openai-apps-challenge"
        let result = await send(ProbeRequest("GET", address, timeout: profile.documentTimeout, maximumSize: 65_536))
        switch result {
        case .failure(let failure): fail("M16", "\(address): \(failure).")
        case .success(let response): judgeProof(response, token, at: address)
        }
    }

    private func judgeProof(_ response: ProbeResponse, _ token: String, at address: String) {
        guard response.status == 200 else {
            return fail("M16", "\(address) answers with \(response.inBrief); 200 with the token is right.")
        }
        if response.isHTML { return fail("M16", "\(address) answers with an HTML page, not with the token.") }
        if response.body != Array(token.utf8) {
            let words = response.text.split(whereSeparator: \.isWhitespace).map(String.init)
            return fail(
                "M16",
                words == [token]
                    ? "\(address) has white space around the token; it must be the token and nothing else."
                    : "\(address) holds something else than the token that was given.")
        }
        guard response.mediaType == "text/plain" else {
            let type = response.mediaType.isEmpty ? "no Content-Type" : response.mediaType
            return fail("M16", "\(address) holds the token, but is served as \(type); text/plain is right.")
        }
        pass("The token is served as it must be.")
    }
}
