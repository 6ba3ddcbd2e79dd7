extension LintSubject {
    /// Looks for lists of redirect addresses that let others in, in a document of any kind.
    mutating func checkRedirects() {
        guard RedirectText.mayBe(in: document.bytes) else { return }
        for place in document.nodes.indices where document.nodes[place].kind == .string {
            guard document.nodes[place].end - document.nodes[place].start <= 20_000 else { continue }
            let value = LocatedValue(document: document, index: Int32(place))
            guard let text = value.string, let verdict = RedirectText.verdict(text, isRedirect: value.isRedirect) else {
                continue
            }
            switch verdict {
            case .pattern(let pattern, let others):
                report(
                    .apiRedirectPattern, at: value, severity: value.isRedirect ? .error : .warning,
                    "\(pattern.excerpt) stands for many addresses: \(others)."
                        + (value.isRedirect ? "" : " A warning, as its name does not say that it is a redirect."),
                    hint: "Register the exact callback of your own GPT, once for chat.openai.com and once for "
                        + "chatgpt.com.")
            case .placeholder(let address):
                report(
                    .apiRedirectPlaceholder, at: value, "\(address.excerpt) still holds a placeholder.",
                    hint: "Put in the id that the GPT editor shows, without braces.")
            }
        }
    }
}

extension LocatedValue {
    /// Whether a text stands under a name such as `redirect_uris` or `allowed_callbacks`.
    fileprivate var isRedirect: Bool {
        guard let name = name ?? parent?.name, name.utf8.count <= 100 else { return false }
        let lower = name.lowercased()
        return lower.contains("redirect") || lower.contains("callback")
    }
}
