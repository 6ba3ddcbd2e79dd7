extension Examination {
    /// Redirect URIs that are not the client's must be refused, without a redirect.
    func tryStrangers(_ plan: inout OAuthPlan) async {
        begin(.signIn, "Try redirect URIs of strangers")
        let identifier = options.redirectURI == nil ? options.assistantID ?? profile.assistantID : nil
        let strangers = StrangeRedirect.all(resembling: plan.redirectURI, assistantID: identifier)
        let control = await lookAtAuthorization(request(plan, redirectURI: StrangeRedirect.foreign))
        if case .callback = control {
            return fail("O11", "The browser is sent to \(StrangeRedirect.foreign), which nobody has registered.")
        }
        let isTelling = !control.isAccepted || control.pageKey != plan.usualPage
        var accepted: [String] = []
        var suspects: [String] = isTelling ? [] : [StrangeRedirect.foreign]
        var words: [String] = []
        for stranger in strangers {
            let look = await lookAtAuthorization(request(plan, redirectURI: stranger.uri))
            switch look {
            case .callback: accepted.append("\(stranger.words) (\(stranger.uri)): \(look.summary)")
            case .strayed(let target) where stranger.isReached(by: target):
                accepted.append("\(stranger.words) (\(stranger.uri)): \(look.summary)")
            case .page where look.pageKey == plan.usualPage:
                suspects.append(stranger.uri)
                words.append(stranger.words)
            case .page, .refused, .home, .strayed, .lost, .failed: continue
            }
        }
        plan.suspectRedirectURIs = suspects
        if !accepted.isEmpty {
            fail("O11", "Codes would be sent to strangers. Accepted: " + accepted.joined(separator: "; ") + ".")
        } else if suspects.isEmpty {
            pass("Refused: " + strangers.map(\.words).joined(separator: ", ") + ".")
        } else if isTelling, !signsInByForm {
            warn(
                """
                The sign-in is shown for these as for the right redirect URI, and not for others: \
                \(words.joined(separator: ", ")). Whether a code would go there shows only after a sign-in \
                (--headless-form).
                """, fault: "O11")
        } else {
            skip("The server shows its sign-in whatever the redirect URI; only after a sign-in can one tell.")
        }
    }

    /// Signs in with redirect URIs of strangers, where that costs nobody's time.
    func signInForStrangers(_ plan: OAuthPlan) async {
        guard !plan.suspectRedirectURIs.isEmpty, !faults.contains(where: { $0.id == "O11" }) else { return }
        begin(.signIn, "Sign in with redirect URIs of strangers")
        guard signsInByForm else {
            return skip("Done only with --headless-form: nobody should have to sign in so often.")
        }
        var accepted: [String] = []
        for uri in plan.suspectRedirectURIs {
            guard case .callback(let callback) = await signIn(request(plan, redirectURI: uri)) else { continue }
            accepted.append(callback.code == nil ? "\(uri) (with an error)" : "\(uri) (with a code)")
        }
        if accepted.isEmpty {
            pass("All are refused.")
        } else {
            fail("O11", "After the sign-in the browser is sent to strangers: " + accepted.joined(separator: "; ") + ".")
        }
    }
}
