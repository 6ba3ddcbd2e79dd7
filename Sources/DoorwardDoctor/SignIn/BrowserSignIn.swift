internal import DoorwardDocuments

/// Lets a person sign in with a browser of their own.
struct BrowserSignIn: Sendable {
    let environment: ExaminationEnvironment
    let wait: Duration
    /// Tells the person something.
    let tell: @Sendable (String) async -> Void

    /// Opens the link and waits until the browser comes back; where it cannot come back to this machine, the person is
    /// asked for the address at which it ended.
    func signIn(_ url: String, redirectURI: String) async -> SignInOutcome {
        guard let address = WebAddress(redirectURI), address.scheme == "http", address.isLoopback else {
            return await pasted(url, redirectURI: redirectURI)
        }
        let server: LoopbackCallback
        do {
            server = try await LoopbackCallback(port: address.effectivePort, path: address.path)
        } catch {
            let text = "Nobody can listen at port \(address.effectivePort) for the browser to come back: \(error)."
            return .stopped(SignInStop(.noCallback, text))
        }
        await open(url)
        let target = await server.wait(wait)
        await server.close()
        guard let target else {
            return .stopped(SignInStop(.timedOut, "The browser did not come back within \(wait.words)."))
        }
        return .callback(AuthorizationCallback(url: address.origin + target))
    }

    private func open(_ url: String) async {
        let isOpen = await environment.openBrowser(url)
        await tell((isOpen ? "Sign in, in the browser that has opened: " : "Open this link and sign in: ") + url)
    }

    private func pasted(_ url: String, redirectURI: String) async -> SignInOutcome {
        await open(url)
        let question = """
            The client's own page at \(redirectURI) comes up in the end, and it will complain. Paste the whole address \
            that the browser shows then:
            """
        guard let answer = await environment.askForAddress(question) else {
            return .skipped(
                """
                The browser ends at \(redirectURI), which does not come back here: pass --redirect-uri with a \
                http://127.0.0.1 address that is registered with the authorization server too, or run this where an \
                address can be pasted.
                """)
        }
        let pasted = answer.split(whereSeparator: \.isWhitespace).joined()
        guard AuthorizationCallback.isCallback(pasted, to: redirectURI) else {
            return .stopped(
                SignInStop(.noCallback, "The address that was pasted does not begin with \(redirectURI)."))
        }
        return .callback(AuthorizationCallback(url: pasted))
    }
}
