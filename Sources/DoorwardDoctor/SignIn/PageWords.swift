internal import DoorwardForms

/// What a page says to people, in short.
struct PageWords: Sendable {
    let page: FormPage
    /// What must not be shown of it.
    let masking: Masking

    init(_ response: ProbeResponse, _ masking: Masking = Masking([])) {
        self.init(FormPage(html: response.text), masking)
    }

    init(_ page: FormPage, _ masking: Masking = Masking([])) {
        self.page = page
        self.masking = masking
    }

    /// Title and error, in quotation marks where they stand on the page; for the end of a sentence.
    var summary: String {
        var parts: [String] = []
        for text in [page.texts(in: "title").first, problem ?? page.texts(in: "h1").first] {
            guard let text, !text.isEmpty else { continue }
            let part = "“\(masking.shortened(text, to: 200))”"
            if !parts.contains(part) { parts.append(part) }
        }
        if parts.isEmpty {
            let text = page.text
            return text.isEmpty ? "(nothing that can be read)" : "“\(masking.shortened(text, to: 200))”"
        }
        return parts.joined(separator: ", ")
    }

    /// The text of the first element that is marked as an error.
    var problem: String? {
        var depth = 0
        var name = ""
        var text = ""
        for piece in page.pieces {
            switch piece {
            case .start(let tag, let attributes):
                if depth > 0 {
                    depth += tag == name ? 1 : 0
                } else if Self.isProblem(attributes) {
                    (name, depth, text) = (tag, 1, "")
                }
            case .end(let tag) where depth > 0 && tag == name:
                depth -= 1
                let squeezed = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                if depth == 0, !squeezed.isEmpty { return squeezed }
            case .text(let part) where depth > 0: text += part
            default: continue
            }
        }
        return nil
    }

    private static func isProblem(_ attributes: [String: String]) -> Bool {
        if attributes["role"] == "alert" { return true }
        let names = ((attributes["class"] ?? "") + " " + (attributes["id"] ?? "")).lowercased()
        return ["error", "alert", "problem", "danger", "invalid-feedback"].contains { names.contains($0) }
    }

    /// Whether the page is an empty shell that scripts fill.
    var needsScript: Bool {
        let hasScript = !page.tags("script").isEmpty
        let noScript = page.texts(in: "noscript").joined().lowercased()
        if noScript.contains("javascript") { return hasScript || page.forms.isEmpty }
        return hasScript && page.text.utf8.count < 300
    }

    /// Whether a page without forms reads like an error.
    var readsLikeAnError: Bool {
        let heading = (page.texts(in: "title") + page.texts(in: "h1") + [problem ?? ""]).joined(separator: " ")
        let words = heading + " " + page.text.prefix(300)
        return [
            "error", "invalid", "not allowed", "mismatch", "bad request", "denied", "unknown client", "unauthorized",
        ]
        .contains { words.lowercased().contains($0) }
    }

    /// Where a `meta` element sends the browser, when it does so soon.
    var refresh: String? {
        for attributes in page.tags("meta") where attributes["http-equiv"]?.lowercased() == "refresh" {
            let content = attributes["content"] ?? ""
            let delay = content.prefix { $0.isNumber }
            guard (Int(delay) ?? 0) <= 10, let equals = content.firstIndex(of: "="),
                content[..<equals].lowercased().contains("url")
            else { continue }
            return String(content[content.index(after: equals)...].drop { " '\"".contains($0) })
                .filter { $0 != "'" && $0 != "\"" }
        }
        return nil
    }
}
