extension LintSubject {
    /// Logo, contact and legal page.
    mutating func checkDetails(of manifest: LocatedValue) {
        if let value = manifest["logo_url"], let text = value.string { checkLogo(value, text) }
        if let value = manifest["contact_email"], let text = value.string { checkContact(value, text) }
        if let value = manifest["legal_info_url"], let text = value.string { checkLegal(value, text) }
    }

    /// Reports what a template or an example left behind; whether there was something.
    mutating func reportPlaceholder(_ value: LocatedValue, _ text: String, name: String, isNeeded: Bool) -> Bool {
        if Template.isLeft(inAddress: text) {
            report(
                .templateLeftOver, at: value, severity: isNeeded ? nil : .warning,
                "`\(name)` is `\(text.excerpt)`, with a variable that nothing filled in.",
                hint: LintRule.templateLeftOver.right)
            return true
        }
        guard let host = WebAddress(text)?.host, Template.isExample(host: host), !isServed(by: host) else {
            return false
        }
        report(
            .placeholder, at: value, severity: isNeeded ? .error : nil,
            "`\(name)` is on `\(host.excerpt)`, a host of an example.",
            hint: "Put your own address there.")
        return true
    }

    /// Whether the manifest does come from there.
    private func isServed(by host: String) -> Bool { root.map { HostName.isSame(host, orUnder: $0) } ?? false }

    // MARK: Logo

    private mutating func checkLogo(_ value: LocatedValue, _ text: String) {
        if reportPlaceholder(value, text, name: "logo_url", isNeeded: false) { return }
        let address: WebAddress
        do throws(WebAddress.Fault) {
            address = try WebAddress(parsing: text)
        } catch {
            return reportLogo(value, text, error)
        }
        checkShown(value, address, name: "logo_url")
        let ending = address.lastSegment.split(separator: ".").last.map(String.init) ?? ""
        switch ending {
        case "gif":
            report(.logoKind, at: value, "The logo is a GIF.", hint: LintRule.logoKind.right)
        case "svg", "ico", "webp", "bmp", "tiff", "avif":
            report(
                .logoKind, at: value, severity: .info, "The logo is `.\(ending)`, which not every reader draws.",
                hint: LintRule.logoKind.right)
        default: break
        }
    }

    private mutating func reportLogo(_ value: LocatedValue, _ text: String, _ fault: WebAddress.Fault) {
        switch fault {
        case .opaque(scheme: "data"):
            let isImage = text.lowercased().hasPrefix("data:image/")
            report(
                .logoInline, at: value, severity: isImage ? nil : .warning,
                isImage ? "The logo is a `data:` URL." : "The logo is a `data:` URL, and not of an image.",
                hint: LintRule.logoInline.right)
        case .relative:
            report(
                .logoURL, at: value, severity: .warning, "`logo_url` is only a path.", hint: LintRule.logoURL.right)
        default:
            report(.logoURL, at: value, "`logo_url` \(fault.words).", hint: LintRule.logoURL.right)
        }
    }

    /// An address that ChatGPT's pages load or link to.
    private mutating func checkShown(_ value: LocatedValue, _ address: WebAddress, name: String) {
        if address.isLoopback || HostName.isPrivate(address.host) {
            guard !isServedLocally else { return }
            return report(
                .detailNotSecure, at: value, "`\(name)` is on `\(address.host.excerpt)`, which nobody else can reach.",
                hint: "Put a public address there before you publish the manifest.")
        }
        guard address.scheme != "https" else { return }
        report(
            .detailNotSecure, at: value, "`\(name)` begins with `\(address.scheme.excerpt)://`.",
            hint: "Write `https://`, and serve it so.")
    }

    // MARK: Contact

    private mutating func checkContact(_ value: LocatedValue, _ text: String) {
        if Template.isLeft(inAddress: text) {
            return report(
                .templateLeftOver, at: value, severity: .warning,
                "`contact_email` is `\(text.excerpt)`, with a variable that nothing filled in.",
                hint: LintRule.templateLeftOver.right)
        }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        let host = parts.count == 2 ? parts[1].lowercased() : ""
        guard parts.count == 2, Self.canBeMailbox(parts[0]), host.contains("."), HostName.isValid(host),
            !HostName.isAddress(host)
        else {
            return report(
                .contactEmail, at: value,
                text.isEmpty ? "`contact_email` is empty." : "`\(text.excerpt)` is no e-mail address.",
                hint: LintRule.contactEmail.right)
        }
        if Template.isExample(mailbox: parts[0], host: host), !isServed(by: host) {
            return report(
                .placeholder, at: value, "`contact_email` is `\(text.excerpt)`, the address of an example.",
                hint: "Put the address of a mailbox there that somebody reads.")
        }
        guard let mine = root.flatMap(HostName.registered), mine != HostName.registered(host) else { return }
        report(
            .contactDomain, at: value, "`contact_email` is at `\(host.excerpt)`, and the plugin at `\(mine.excerpt)`.",
            hint: "Give a mailbox at `\(mine.excerpt)`.")
    }

    private static func canBeMailbox(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && !"<>(),;:\\\"[]".utf8.contains($0) }
    }

    // MARK: Legal page

    private mutating func checkLegal(_ value: LocatedValue, _ text: String) {
        if reportPlaceholder(value, text, name: "legal_info_url", isNeeded: false) { return }
        let address: WebAddress
        do throws(WebAddress.Fault) {
            address = try WebAddress(parsing: text)
        } catch {
            return report(
                .legalURL, at: value, "`legal_info_url` \(error.words).", hint: LintRule.legalURL.right)
        }
        guard address.scheme == "http" || address.scheme == "https" else {
            return report(
                .legalURL, at: value, "`legal_info_url` begins with `\(address.scheme.excerpt)://`.",
                hint: LintRule.legalURL.right)
        }
        checkShown(value, address, name: "legal_info_url")
        guard !address.isLoopback, let mine = root.flatMap(HostName.registered),
            mine != HostName.registered(address.host)
        else { return }
        report(
            .legalDomain, at: value,
            "`legal_info_url` is at `\(address.host.excerpt)`, and the plugin at `\(mine.excerpt)`.",
            hint: "Link to a page at `\(mine.excerpt)`.")
    }
}
