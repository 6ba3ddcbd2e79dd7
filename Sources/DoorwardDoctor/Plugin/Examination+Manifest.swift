internal import DoorwardDocuments

extension Examination {
    static let manifestPath = "/.well-known/ai-plugin.json"

    /// Fetches and reads the manifest; nil when there is none that the way could go on with.
    func examineManifest() async -> LocatedValue? {
        begin(.files, "Fetch the manifest")
        if !target.path.isEmpty, target.path != "/", target.path != Self.manifestPath {
            warn("Only the host counts: the manifest is looked for at \(target.origin)\(Self.manifestPath).")
        }
        guard let address = WebAddress(target.origin + Self.manifestPath) else { return nil }
        let fetched = await fetch(
            address, fault: "P01", redirectFault: "P03", refusal: RedirectRule.refusal(from:to:))
        guard let fetched else { return nil }
        await tellDelivery(of: fetched, asked: address)
        return read(fetched)
    }

    private func tellDelivery(of fetched: FetchedDocument, asked: WebAddress) async {
        let response = fetched.response
        found.manifestAddress = fetched.address
        found.manifestResponse = response
        if fetched.address.host != asked.host {
            pass("\(asked.host) leads to \(fetched.address.host), whose manifest it is from then on.")
        }
        let type = response.mediaType
        let kind = type.isEmpty ? "no content type" : "content type \(type)"
        if type == "text/html" {
            warn("The manifest is sent as text/html; send application/json.")
        } else {
            pass("\(response.body.count) bytes in \(response.elapsed.words), \(kind).")
        }
        if response.elapsed > .seconds(5) {
            warn("It took \(response.elapsed.words); after \(profile.documentTimeout.words) the client gives up.")
        }
        let head = await send(ProbeRequest("HEAD", fetched.address.text, timeout: profile.documentTimeout))
        if case .success(let answer) = head, !answer.isSuccess {
            pass("HEAD is answered with status \(answer.status); the client does not need it here.")
        }
    }

    private func read(_ fetched: FetchedDocument) -> LocatedValue? {
        begin(.files, "Read the manifest")
        let bytes = fetched.response.body
        var report = Linter(surface: .manifestV1).lint(
            LintInput(name: fetched.address.text, bytes: bytes, host: fetched.address.hostAndPort))
        let document = LocatedDocument.read(bytes, as: .json)
        let manifest = document.root
        guard let manifest, report.kind == .manifest, manifest["api"] != nil || manifest["auth"] != nil else {
            // What is no manifest need not be told what it lacks as one.
            report.findings.removeAll { !$0.rule.id.hasPrefix("DW0") }
            tell(report, as: "The document", notation: "P02", otherwise: "P02")
            if !hasFailed(with: "P02") {
                fail("P02", "\(fetched.address): this is not a manifest (\(report.kind.rawValue)).")
            }
            return nil
        }
        tell(report, as: "The manifest", notation: "P02", otherwise: "P02")
        found.manifest = document
        readAuthentication(manifest["auth"])
        return manifest
    }

    private func readAuthentication(_ auth: LocatedValue?) {
        found.authentication = auth?["type"]?.string
        found.authorizationType = auth?["authorization_type"]?.string
        if found.authorizationType == "custom", let field = auth?["custom_auth_header"]?.string {
            found.authorizationType = field
        }
        if found.authentication == "oauth" {
            found.authorizationEndpoint = auth?["client_url"]?.string.flatMap(WebAddress.init)
            found.tokenEndpoint = auth?["authorization_url"]?.string.flatMap(WebAddress.init)
            found.tokenContentType = auth?["authorization_content_type"]?.string
            found.scope = auth?["scope"]?.string
        }
        if target.isLoopback, !options.assumesPublic, !hasFailed(with: "P06"), let type = found.authentication,
            type != "none"
        {
            fail("P06", "auth.type is \(type), but at \(target.host) only none works.")
        }
    }
}
