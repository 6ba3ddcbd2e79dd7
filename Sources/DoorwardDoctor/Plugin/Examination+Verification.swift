internal import DoorwardDocuments

extension Examination {
    /// Looks for the verification token, and for caches that keep an old manifest.
    func examineVerification(_ manifest: LocatedValue) async {
        guard let type = found.authentication, type == "service_http" || type == "oauth" else { return }
        begin(.files, "Look for the verification token")
        guard !hasFailed(with: "P09") else { return skip("The remark about the manifest says what is wrong with it.") }
        guard let token = manifest["auth"]?["verification_tokens"]?["openai"]?.string, !token.isEmpty else {
            fail(
                "P09", "The manifest has no auth.verification_tokens.openai; the client's page shows what to put there."
            )
            return
        }
        if let wanted = options.verificationToken, wanted != token {
            await tellMismatch(found: token, wanted: wanted)
            return
        }
        pass(
            options.verificationToken == nil
                ? "There is one; with --verification-token it is compared with what the client's page shows."
                : "It is the one that the client's page shows.")
        tellFreshness()
    }

    private func tellMismatch(found token: String, wanted: String) async {
        var text = "The manifest has the token \(token.prefix(6))…, the client's page shows \(wanted.prefix(6))…."
        if let address = found.manifestAddress {
            let number = environment.random(4).map { String($0, radix: 16) }.joined()
            let fresh = WebAddress(address.text + (address.query == nil ? "?" : "&") + "doorward=\(number)")
            let result = await send(ProbeRequest("GET", fresh?.text ?? address.text, timeout: profile.documentTimeout))
            if case .success(let response) = result, response.text.contains(wanted) {
                text += " Around the cache the right one is served: what is in front of the server keeps an old copy."
            }
        }
        fail("P09", text)
    }

    /// Warns of copies that may be older than the token.
    private func tellFreshness() {
        guard let response = found.manifestResponse else { return }
        let control = (response.header("cache-control") ?? "").lowercased()
        let directives = control.split(separator: ",").map { $0.split(separator: " ").joined() }
        let lifetimes = directives.compactMap { directive -> Int? in
            guard directive.hasPrefix("max-age=") || directive.hasPrefix("s-maxage=") else { return nil }
            return directive.split(separator: "=").last.flatMap { Int($0) }
        }
        if let longest = lifetimes.max(), longest > 3600 {
            warn(
                "Cache-Control lets caches keep the manifest for \(longest) seconds; a new token is not seen until then.",
                fault: "P09")
        } else if let age = response.header("age").flatMap(Int.init), age > 3600 {
            warn("This copy came from a cache and is \(age) seconds old; a new token may not be seen.", fault: "P09")
        }
    }
}
