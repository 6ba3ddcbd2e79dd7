internal import DoorwardDocuments

extension Examination {
    /// Fetches and reads the OpenAPI document that the manifest names.
    func examineDocument(of manifest: LocatedValue) async {
        guard let home = found.manifestAddress else { return }
        begin(.files, "Fetch the OpenAPI document")
        guard let url = manifest["api"]?["url"]?.string else {
            return skip("The manifest does not say where it is (api.url).")
        }
        guard let address = home.resolving(url) else { return skip("api.url is no URL: \(shortened(url, to: 80))") }
        var root = home.host
        if root.hasPrefix("www.") { root = String(root.dropFirst(4)) }
        guard address.isHost(equalToOrUnder: root) else {
            let text = "api.url leads to \(address.host), which is neither \(root) nor a subdomain of it."
            if hasFailed(with: "P04") { skip(text) } else { fail("P04", text) }
            return
        }
        guard address.scheme == "https" && address.effectivePort == 443 || address.isLoopback else {
            let text = "api.url is \(address.origin); only https on port 443 is fetched."
            if hasFailed(with: "P05") { skip(text) } else { fail("P05", text) }
            return
        }
        guard let fetched = await fetchOpenAPI(address) else { return }
        readOpenAPI(fetched, surface: .manifestV1, root: root)
    }

    /// Redirects are gone along with, to see more, but told: not every importer follows them.
    func fetchOpenAPI(_ address: WebAddress) async -> FetchedDocument? {
        let fetched = await fetch(address, fault: "A10", redirectFault: "A10") { _, next in
            next.scheme == "https" || next.isLoopback ? nil : "which is not https"
        }
        guard let fetched else { return nil }
        let response = fetched.response
        if fetched.address != address {
            warn("\(address) redirects to \(fetched.address); name that address, redirects should not be relied on.")
        }
        let type = response.mediaType.isEmpty ? "no content type" : "content type \(response.mediaType)"
        pass("\(response.body.count) bytes in \(response.elapsed.words), \(type).")
        if response.elapsed > .seconds(5) {
            warn("It took \(response.elapsed.words); after \(profile.documentTimeout.words) the client gives up.")
        }
        return fetched
    }

    /// Lints and understands a document; fills in what calls need.
    func readOpenAPI(_ fetched: FetchedDocument, surface: LintSurface, root: String?) {
        begin(.files, "Read the OpenAPI document")
        let (address, bytes) = (fetched.address, fetched.response.body)
        let report = Linter(surface: surface).lint(
            LintInput(name: address.text, bytes: bytes, host: address.hostAndPort))
        tell(report, as: "The OpenAPI document", notation: "A01", otherwise: "A01")
        let document: OpenAPIDocument
        do {
            document = try OpenAPIDocument(JSONValue(document: bytes))
        } catch {
            if !hasFailed(with: "A01") { fail("A01", "\(address): \(error)") }
            return
        }
        found.openAPIAddress = address
        found.openAPI = document
        let servers = ServerList(of: document.value, at: address, root: root)
        if servers.isFallback, surface == .action {
            if !hasFailed(with: "A01") {
                fail("A01", "The editor takes none of the servers: they must be https, without a port, in lower case.")
            }
            return
        }
        if servers.isFallback, !hasFailed(with: "A01") {
            warn(
                "None of the servers is at \(root ?? address.host) or under it; calls go to \(servers.base).",
                fault: "A01")
        }
        found.apiBase = servers.base
        found.servers = servers.addresses
        let count = document.operations.count
        pass("\(count == 1 ? "One operation" : "\(count) operations"); calls go to \(servers.base).")
    }

    /// Chooses the operation that is called, once it is known how.
    func chooseCall() {
        guard let document = found.openAPI, let base = found.apiBase else { return }
        let guarded = found.authentication != nil && found.authentication != "none"
        guard let call = HarmlessCall.choose(from: document, wanted: options.operation, guarded: guarded) else {
            return
        }
        found.call = call
        found.operationURL = base + call.target
        found.operationMethod = call.method
    }
}
