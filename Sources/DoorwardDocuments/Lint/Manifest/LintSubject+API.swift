extension LintSubject {
    /// Where the OpenAPI document is.
    mutating func checkAPI(_ api: LocatedValue, auth: LocatedValue?) {
        var misspelled: Set<String> = []
        for member in api.members
        where !ManifestMembers.apiKnown.contains(member.name ?? "") && !member.isMisplaced {
            let known = ManifestMembers.apiKnown
            if let meant = reportUnknown(member, .apiMemberUnknown, among: known, in: api, what: "ChatGPT") {
                misspelled.insert(meant)
            }
        }
        checkType(of: api, isMisspelled: misspelled.contains("type"))
        checkFlags(api, auth: auth)
        guard let url = api["url"] else {
            if isFragment || misspelled.contains("url") { return }
            return report(.memberMissing, at: api, "`api.url` is missing.", hint: LintRule.apiURL.right)
        }
        guard let text = url.string else {
            return report(
                .memberType, at: url, "`api.url` is \(url.kindInWords), not a text.", hint: LintRule.apiURL.right)
        }
        if reportPlaceholder(url, text, name: "api.url", isNeeded: true) { return }
        do throws(WebAddress.Fault) {
            checkAddress(url, try WebAddress(parsing: text))
        } catch .relative {
            let isRooted = text.hasPrefix("/")
            report(
                .apiURLRelative, at: url, severity: isRooted ? .info : .warning,
                isRooted
                    ? "`api.url` is a path on the host that serves the manifest."
                    : "`api.url` is a path beside the manifest, under `/.well-known/`.",
                hint: "Write the whole address, for readers other than ChatGPT.")
        } catch {
            report(.apiURL, at: url, "`api.url` \(error.words).", hint: LintRule.apiURL.right)
        }
    }

    private mutating func checkType(of api: LocatedValue, isMisspelled: Bool) {
        guard let type = api["type"] else {
            if isFragment || isMisspelled { return }
            return report(
                .apiType, at: api, severity: .warning, "`api.type` is missing.", hint: "Add `\"type\": \"openapi\"`.")
        }
        guard type.string != "openapi" else { return }
        let letters = String(decoding: (type.string ?? "").lowercased().utf8.filter(\.isLetter), as: UTF8.self)
        report(
            .apiType, at: type, "`api.type` is \(type.string.map { "`\($0.excerpt)`" } ?? type.kindInWords).",
            hint: "Write `\"type\": \"openapi\"`.", edits: letters == "openapi" ? type.replaced(by: "openapi") : [])
    }

    private mutating func checkFlags(_ api: LocatedValue, auth: LocatedValue?) {
        for name in ["is_user_authenticated", "has_user_authentication"] {
            guard let flag = api[name] else { continue }
            guard let isSet = flag.bool else {
                let text = flag.string?.lowercased()
                let literal = text == "true" || text == "false" ? text : nil
                report(
                    .userAuthenticatedFlag, at: flag, "`\(name)` is \(flag.kindInWords), not `true` or `false`.",
                    hint: "Take the quotes away, or leave the member out.",
                    edits: literal.map { flag.replaced(byJSON: $0) } ?? [])
                continue
            }
            // With keys nobody agrees on what the flag says.
            guard let type = auth?["type"]?.string, type == "oauth" && !isSet || type == "none" && isSet else {
                continue
            }
            report(
                .userAuthenticatedMismatch, at: flag, "`\(name)` is \(isSet), and `auth.type` is `\(type)`.",
                hint: LintRule.userAuthenticatedMismatch.right)
        }
    }

    private mutating func checkAddress(_ url: LocatedValue, _ address: WebAddress) {
        checkWriting(url, address)
        if address.isLoopback {
            guard !isServedLocally else { return }
            return report(
                .apiURLLocal, at: url, severity: root == nil ? nil : .error,
                root.map { "`api.url` is on localhost, and the manifest on `\($0.excerpt)`." }
                    ?? "`api.url` is on localhost: only you can use this plugin, in your own browser.",
                hint: "Put the public address there before you publish the manifest.")
        }
        if address.scheme != "https" {
            let isHTTP = address.scheme == "http"
            report(
                isHTTP ? .apiURLNotSecure : .apiURL, at: url,
                "`api.url` begins with `\(address.scheme.excerpt)://`.",
                hint: "Write `https://`, and serve it so.")
        } else if let port = address.port, port != 443 {
            report(.apiURLPort, at: url, "`api.url` names port \(port).", hint: LintRule.apiURLPort.right)
        }
        checkHost(url, address)
        checkTarget(url, address)
    }

    /// What can be seen without knowing where the manifest is.
    private mutating func checkWriting(_ url: LocatedValue, _ address: WebAddress) {
        if address.userInfo != nil {
            report(
                .apiURLCredentials, at: url, "`api.url` has something in front of the host, up to `@`.",
                hint: LintRule.apiURLCredentials.right)
        }
        guard address.writtenHost != address.host, !HostName.isPrivate(address.host) else { return }
        report(
            .apiURLHostCase, at: url, "The host is written `\(address.writtenHost.excerpt)`.",
            hint: "Write `\(address.host.excerpt)`.", edits: edits(lowering: address, in: url))
    }

    /// The host in small letters, when it stands in the document as it is.
    private func edits(lowering address: WebAddress, in value: LocatedValue) -> [SyntaxProblem.Edit] {
        let before = address.scheme.utf8.count + 3 + (address.userInfo.map { $0.utf8.count + 1 } ?? 0)
        let start = value.range.lowerBound + 1 + before
        let end = start + address.writtenHost.utf8.count
        guard !address.writtenHost.contains(":"), end < value.range.upperBound,
            document.bytes[start..<end].elementsEqual(address.writtenHost.utf8)
        else { return [] }
        return [SyntaxProblem.Edit(range: start..<end, replacement: Array(address.host.utf8))]
    }

    private mutating func checkHost(_ url: LocatedValue, _ address: WebAddress) {
        let shown = "`\(address.host.excerpt)`"
        if HostName.isPrivate(address.host) {
            return report(
                .apiURLUnreachable, at: url, "`api.url` is on \(shown), which the internet cannot reach.",
                hint: LintRule.apiURLUnreachable.right)
        }
        if let root, HostName.isSame(address.host, orUnder: root) { return }
        if Self.fileHosts.contains(where: { HostName.isSame(address.host, orUnder: $0) }) {
            return report(
                .apiURLAtFileHost, at: url,
                "`api.url` is on \(shown), where no manifest can be: the document must be under the manifest's host.",
                hint: LintRule.apiURLAtFileHost.right)
        }
        guard let root else { return }
        report(
            .apiURLOutsideRoot, at: url, "`api.url` is on \(shown), and the manifest on `\(root.excerpt)`.",
            hint: "Serve the document from `\(root.excerpt)` or a host under it, or the manifest from "
                + "\(shown).")
    }

    private mutating func checkTarget(_ url: LocatedValue, _ address: WebAddress) {
        let last = address.lastSegment
        if last == "ai-plugin.json" {
            return report(
                .apiURLDocument, at: url, severity: .error,
                "`api.url` leads to a manifest, not to an OpenAPI document.",
                hint: LintRule.apiURLDocument.right)
        }
        let path = address.path
        let isPage = ["/docs", "/redoc", "/swagger", "/swagger-ui"].contains(path) || last.hasSuffix(".html")
        let isRoot = (path.isEmpty || path == "/") && address.query == nil
        guard isPage || isRoot else { return }
        report(
            .apiURLDocument, at: url,
            isRoot ? "`api.url` names a host and no document." : "`api.url` leads to the page “\(path.excerpt)”.",
            hint: LintRule.apiURLDocument.right)
    }

    /// Where people keep files, and nobody serves a manifest at the root.
    private static let fileHosts = [
        "raw.githubusercontent.com", "gist.githubusercontent.com", "gist.github.com", "github.com",
        "raw.githack.com", "rawgit.com", "pastebin.com", "gitlab.com", "bitbucket.org", "cdn.jsdelivr.net", "unpkg.com",
        "drive.google.com", "docs.google.com", "dropbox.com", "dropboxusercontent.com", "hastebin.com", "paste.ee",
        "swaggerhub.com", "jsonbin.io", "npoint.io", "huggingface.co",
    ]
}

extension WebAddress.Fault {
    /// What is wrong with a URL, behind its name.
    var words: String {
        switch self {
        case .empty: "is empty"
        case .mailAddress: "is an e-mail address, not a URL"
        case .relative: "is only a path, or no address at all"
        case .noScheme: "lacks `https://` in front"
        case .schemeRelative: "begins with `//` and lacks `https:` in front"
        case .opaque(let scheme): "begins with `\(scheme.excerpt):`, and must begin with `https://`"
        case .noHost: "has no host"
        case .badHost: "has a host that cannot be"
        case .badPort: "has a port that cannot be"
        case .badCharacter: "has a space or another character that no URL has"
        }
    }
}
