extension OpenAPILint {
    private static let action = "Write the absolute https URL at which the API answers."

    /// `servers` at the top of the document.
    mutating func checkServers() {
        guard let servers = root["servers"], servers.kind != .null, servers.kind != .array || servers.count > 0 else {
            guard !isMisspelled("servers", in: root) else { return }
            reportAbsent(
                .apiServersMissing, at: root["servers"], for: .init(action: .error, manifest: .warning, mcp: .warning),
                "There are no `servers`, so the host that serves this document is called.", hint: Self.action)
            return
        }
        guard servers.kind == .array else {
            return reportAbsent(
                .apiServerURL, at: servers, "`servers` is not a list.",
                hint: "Write a list of objects with a `url` each.")
        }
        var addresses: [(WebAddress, LocatedValue)] = []
        for server in servers.elements {
            guard step() else { break }
            if let (address, url) = checkServer(server) { addresses.append((address, url)) }
        }
        checkRoot(addresses)
    }

    /// The server's address when it is an absolute URL on a host that others reach.
    private mutating func checkServer(_ server: LocatedValue) -> (WebAddress, LocatedValue)? {
        guard let url = server["url"] else {
            reportAbsent(.apiServerURL, at: server, "A server has no `url`.", hint: Self.action)
            return nil
        }
        guard var text = url.filledString else {
            reportAbsent(.apiServerURL, at: url, "The server's `url` is not a text, or empty.", hint: Self.action)
            return nil
        }
        if let filled = Self.fillIn(text, from: server["variables"]) {
            subject.report(
                .apiServerVariables, at: url, "The address \(text.excerpt) has variables.",
                hint: "Write it out: \(filled.excerpt).")
            text = filled
        } else if Self.isPlaceholder(text) {
            subject.report(
                .apiServerPlaceholder, at: url, "The address \(text.excerpt) holds a placeholder.", hint: Self.action)
            return nil
        }
        return checkAddress(text, at: url)
    }

    private mutating func checkAddress(_ text: String, at url: LocatedValue) -> (WebAddress, LocatedValue)? {
        guard let address = WebAddress(text) else {
            if text.utf8.first == UInt8(ascii: "/") || text.utf8.first == UInt8(ascii: ".") {
                subject.report(
                    .apiServerRelative, at: url, for: .init(action: .error, manifest: .info, mcp: .info),
                    "The address \(text.excerpt) is relative to the host that serves this document.",
                    hint: Self.action)
            } else {
                subject.report(.apiServerURL, at: url, "\(text.excerpt) is not an absolute URL.", hint: Self.action)
            }
            return nil
        }
        guard !address.isLoopback else {
            subject.report(
                .apiServerLocalhost, at: url, "\(text.excerpt) is this machine, which only you can reach.",
                hint: Self.action)
            return nil
        }
        checkTransport(address, at: url)
        checkTail(address, at: url)
        return (address, url)
    }

    private mutating func checkTransport(_ address: WebAddress, at url: LocatedValue) {
        if address.scheme != "https" {
            subject.report(
                .apiServerHTTP, at: url, "\(address.text.excerpt) is \(address.scheme.excerpt), not https.",
                hint: "Write https:// and serve the API with a publicly trusted certificate.")
        }
        if let port = address.port {
            subject.report(
                .apiServerPort, at: url, "\(address.text.excerpt) names the port \(port); importers ignore the server.",
                hint: "Serve the API at port 443, and leave the port out.")
        }
        if address.writtenHost != address.host {
            subject.report(
                .apiServerCase, at: url, "The host \(address.writtenHost.excerpt) has upper-case letters.",
                hint: "Write \(address.host.excerpt).", edits: OpenAPIEdits.lowerCaseHost(of: address, in: url))
        }
    }

    private mutating func checkTail(_ address: WebAddress, at url: LocatedValue) {
        let (what, severity): (String, LintSeverity)
        if address.userInfo != nil {
            (what, severity) = ("has a user name in front of the host", .warning)
        } else if address.query != nil || address.fragment != nil {
            (what, severity) = ("has a query or a fragment", .warning)
        } else if address.path.hasSuffix("/") {
            (what, severity) = ("ends with a slash, so calls may go to “//…”; many APIs take that", .info)
        } else {
            return
        }
        // A user name may be a secret: the address is not repeated.
        subject.report(
            .apiServerTail, at: url, severity: severity, "The server's address \(what).",
            hint: "Write only scheme, host and path, without a slash at the end.")
    }

    /// The choice that ChatGPT makes among servers when it knows the host that publishes the document.
    private mutating func checkRoot(_ servers: [(WebAddress, LocatedValue)]) {
        guard subject.surface == nil || subject.surface == .manifestV1, !servers.isEmpty,
            let host = subject.input.host?.prefix(while: { $0 != ":" })
        else { return }
        let rootHost = host.hasPrefix("www.") ? String(host.dropFirst(4)) : String(host)
        let outside = servers.filter { !$0.0.isHost(equalToOrUnder: rootHost) }
        guard !outside.isEmpty, !rootHost.isEmpty else { return }
        if outside.count == servers.count {
            return subject.report(
                .apiServerRoot, at: servers[0].1,
                "None of the servers is under \(rootHost.excerpt), so ChatGPT calls the host that serves the document.",
                hint: "Serve manifest, document and API under one host.")
        }
        for (address, url) in outside {
            subject.report(
                .apiServerRoot, at: url, severity: .info,
                "\(address.host.excerpt) is not under \(rootHost.excerpt); ChatGPT ignores this server, and calls another one.",
                hint: "Leave it out of the document that you publish.")
        }
    }

    /// `servers` of a path or an operation.
    mutating func checkInnerServers(_ place: LocatedValue) {
        guard let servers = place["servers"], step() else { return }
        subject.report(
            .apiServersInside, at: servers, atName: true,
            "These servers may not be read: calls then go to the server at the top of the document.",
            hint: "Move what lives on another host into a document of its own.")
    }
}

// MARK: - Placeholders

extension OpenAPILint {
    /// The address with every `{variable}` replaced by its default; nil when there is none, or one has no default.
    private static func fillIn(_ text: String, from variables: LocatedValue?) -> String? {
        guard let variables, text.utf8.contains(UInt8(ascii: "{")), text.utf8.count <= 2048 else { return nil }
        var filled = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{") {
            filled += rest[..<open]
            rest = rest[rest.index(after: open)...]
            guard let close = rest.firstIndex(of: "}"), let variable = variables[String(rest[..<close])]?["default"],
                let value = variable.string ?? variable.number
            else { return nil }
            filled += value
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }

    /// Whether a variable with a dollar is left: `$NAME` anywhere, `$name` in the host, or in front of everything; in
    /// the path `$metadata` and `$data` are names of OData.
    private static func hasDollar(_ text: String) -> Bool {
        let bytes = Array(text.utf8.prefix(4096))
        guard bytes.contains(UInt8(ascii: "$")) else { return false }
        let colon = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
        let host = bytes[colon...].starts(with: "://".utf8) ? colon + 3 : 0
        let path = bytes[host...].firstIndex(of: UInt8(ascii: "/")) ?? bytes.endIndex
        for (place, byte) in bytes.enumerated() where byte == UInt8(ascii: "$") {
            let name = bytes[(place + 1)...].prefix { $0.isAlphanumeric || $0 == UInt8(ascii: "_") }
            guard let first = name.first, !first.isDigit else { continue }
            if place < path || !name.contains(where: { (0x61...0x7A).contains($0) }) { return true }
        }
        return false
    }

    /// Whether a text is a template that nobody has filled in: `${HOST}`, `{{BASE}}`, `$host`, `PLUGIN_HOSTNAME`,
    /// `your-app-url`, `<domain>`.
    private static func isPlaceholder(_ text: String) -> Bool {
        if text.utf8.contains(where: { "{}<>".utf8.contains($0) }) || hasDollar(text) { return true }
        let host = WebAddress(text)?.writtenHost ?? text
        if host.utf8.contains(UInt8(ascii: "_")), host.utf8.contains(where: { $0.isLetter }),
            !host.utf8.contains(where: { (0x61...0x7A).contains($0) })
        {
            return true
        }
        let lower = host.utf8.count <= 512 ? host.lowercased() : ""
        let telling = ["your-", "your_", "yourdomain", "yourapp", "your.", "replace-me", "replace_", "changeme"]
        return telling.contains { lower.hasPrefix($0) || lower.contains("." + $0) }
    }
}
