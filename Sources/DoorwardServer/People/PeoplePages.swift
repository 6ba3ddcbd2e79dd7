import DoorwardOAuth

/// Makes the pages for people, in one look.
public struct PeoplePages: ErrorPages {
    let theme: PageTheme

    public init(theme: PageTheme) { self.theme = theme }

    /// A page with its values.
    ///
    /// - Parameters:
    ///   - problem: what was wrong with the form that was sent, if anything.
    ///   - focus: the input where somebody begins when nothing is wrong.
    ///   - destination: where its forms may lead in the end; see ``PeopleHeaders``.
    ///   - mayGoOn: whether they may lead on from there.
    ///   - providers: where people sign in elsewhere, when a form of the page leads there at once.
    func page(
        _ template: PageTemplate, status: Int = 200, title: String, _ values: PageValues,
        problem: FormProblem? = nil, focus: String? = nil, destination: String? = nil,
        mayGoOn: Bool = false, providers: [any SignInProvider] = [],
        cookies: [(name: String, value: String)] = []
    ) -> EndpointResponse {
        var values = values
        values["problem"] = .optional(problem?.sentence)
        for field in problem?.fields ?? [] { values["wrong_\(field)"] = true }
        if let focus = problem?.fields.first ?? focus { values["focus_\(focus)"] = true }
        values["title"] = .text(title)
        values["service"] = .text(theme.name)
        values["logo"] = .optional(theme.logoPath)
        return EndpointResponse(
            status: status,
            fields: PeopleHeaders.page(destination: destination, mayGoOn: mayGoOn, providers: providers) + cookies,
            body: template.bytes(for: values), refusal: problem?.refusal.rawValue)
    }

    /// A page that says something and asks nothing.
    ///
    /// - Parameters:
    ///   - sentences: each becomes a paragraph.
    ///   - link: a path of this site and what it is called.
    ///   - flowID: what the log knows the request by, where somebody may have to ask for help.
    ///   - refusal: why, where it says that something was refused.
    func notice(
        status: Int = 200, title: String, _ sentences: [String], link: (href: String, name: String)? = nil,
        flowID: String? = nil, refusal: PageRefusal? = nil, cookies: [(name: String, value: String)] = []
    ) -> EndpointResponse {
        var response = page(
            FlowTemplates.notice, status: status, title: title,
            [
                "sentences": .list(sentences.map { ["value": .text($0)] }),
                "links": .list(link.map { [["href": .text($0.href), "name": .text($0.name)]] } ?? []),
                "flowID": .optional(flowID),
            ], cookies: cookies)
        response.refusal = refusal?.rawValue
        return response
    }

    /// The page for a request that cannot go on.
    public func page(status: Int, title: String, text: String, flowID: String) -> EndpointResponse {
        notice(status: status, title: title, [text], flowID: flowID)
    }

    /// Another page instead, fetched by GET (RFC 9110 §15.4.4).
    static func seeOther(_ path: String, cookies: [(name: String, value: String)] = []) -> EndpointResponse {
        EndpointResponse(
            status: 303,
            fields: [("Location", path), ("Cache-Control", "no-store"), ("Referrer-Policy", "no-referrer")] + cookies)
    }
}
