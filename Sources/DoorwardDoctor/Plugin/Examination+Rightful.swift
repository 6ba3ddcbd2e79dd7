internal import DoorwardDocuments

extension Examination {
    /// Says, in the step that is open, what came of a call with the right token.
    ///
    /// False when the token was not taken (A06, or A09 for a page at which people sign in); whatever else is wrong with
    /// the answer is told, too.
    @discardableResult
    func judgeRightfulCall(_ result: Result<ProbeResponse, ProbeFailure>) -> Bool {
        let url = found.operationURL ?? found.apiBase ?? target.text
        let response: ProbeResponse
        switch result {
        case .success(let answer): response = answer
        case .failure(let failure):
            tellCall(failure, at: url)
            return true
        }
        switch CallAnswer(response, to: url) {
        case .refused(let status):
            let reason = response.header("www-authenticate").map { " It says: \($0)" } ?? ""
            fail("A06", "\(url) answers with status \(status) to a call with the right token.\(reason)")
            return false
        case .login(let how):
            fail("A09", "\(url) answers a call with the right token \(how).")
            return false
        case let answer:
            tell(answer, response, at: url)
            return true
        }
    }

    /// Says why a call got no answer.
    func tellCall(_ failure: ProbeFailure, at url: String) {
        if case .timedOut(let limit) = failure {
            fail("A02", "\(url): no whole answer within \(limit.words).")
        } else if let address = WebAddress(url) {
            tell(failure, at: address, otherwise: "A12")
        } else {
            fail("A12", "\(url): \(failure).")
        }
    }

    /// What else an answer to a rightful call can be.
    func tell(_ answer: CallAnswer, _ response: ProbeResponse, at url: String) {
        switch answer {
        case .answered: tellAnswered(response, at: url)
        case .notFound where found.call?.isGuess == true, .badRequest where found.call?.isGuess == true:
            pass(
                "The call got in (status \(response.status)); its parameters were made up. Examples in the document help."
            )
        case .notFound where hasFailed(with: "A01"):
            skip(
                "\(url) answers with status \(response.status); see A01: it may be another address.")
        case .notFound:
            fail(
                "",
                """
                \(url) answers with status \(response.status) to a rightful call: the document describes an operation \
                that is not there. Is the path, or the server's base path, right?
                """)
        case .badRequest(let status): warn("\(url) answers with status \(status): do the document's examples work?")
        case .slash(let place), .elsewhere(let place):
            fail(
                "",
                """
                \(url) redirects a rightful call to \(place). Clients may not follow, and send no token to another \
                host: name that address in the document.
                """)
        case .behindProxy(let place): fail("P05", Self.behindProxy(url, place))
        case .gatewayError(let status): fail("A12", "\(url): status \(status); the application behind does not answer.")
        case .other(429): warn("\(url) answers with status 429: the limit is so low that a few calls reach it.")
        case .other(let status):
            fail(
                "",
                """
                \(url) answers with status \(status) to a rightful call: an operation that the document describes must \
                answer.
                """)
        case .refused, .login: break
        }
    }

    private func tellAnswered(_ response: ProbeResponse, at url: String) {
        let length = response.text.unicodeScalars.count
        if response.isCut || length > 100_000 {
            fail("A02", "The answer has \(response.isCut ? "more than " : "")\(length) characters; 100,000 are read.")
        } else if response.isHTML {
            warn("\(url) answers with a page (HTML); the model reads JSON or text.")
        } else {
            pass("It answers with status \(response.status), \(length) characters, in \(response.elapsed.words).")
        }
    }

    /// What it means that an application sends callers to its own inner address.
    static func behindProxy(_ url: String, _ place: String) -> String {
        """
        \(url) redirects to \(place): the application does not know the address at which the world reaches it, since \
        the proxy in front does not say or the application does not listen. The client does not go there. FastAPI: \
        uvicorn --proxy-headers --forwarded-allow-ips with the proxy's address (and root_path where the proxy cuts off \
        a path); Express: app.set("trust proxy", 1); nginx: proxy_set_header X-Forwarded-Proto $scheme and \
        proxy_set_header Host $host. Where only a slash at the end is corrected, write the path in the document with it.
        """
    }
}
