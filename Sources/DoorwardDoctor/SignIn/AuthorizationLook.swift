internal import DoorwardDocuments

/// What an authorization endpoint does with a request while nobody signs in.
enum AuthorizationLook: Sendable {
    /// A page on which somebody could sign in or agree.
    case page(ProbeResponse, at: WebAddress)
    /// The client gets its answer at once: an error, or a code.
    case callback(AuthorizationCallback)
    /// A page, or another answer, that says no.
    case refused(ProbeResponse, at: WebAddress)
    /// The browser is sent to the client's registered callback, which was not the one in the request.
    case home(AuthorizationCallback)
    /// A redirect to somewhere else at a callback's host.
    case strayed(to: String)
    /// A redirect that leads nowhere, as the end of a sentence.
    case lost(String)
    case failed(ProbeFailure, at: String)

    /// Errors that a server may answer for somebody who has not signed in, although the request is right.
    private static let harmless: Set<String> = [
        "login_required", "interaction_required", "consent_required", "account_selection_required", "access_denied",
        "temporarily_unavailable",
    ]

    /// Whether the request would lead to a code.
    var isAccepted: Bool {
        switch self {
        case .page: true
        case .callback(let callback): callback.error.map(Self.harmless.contains) ?? true
        case .refused, .home, .strayed, .lost, .failed: false
        }
    }

    /// Whether the server has answered, and said no.
    var isRefused: Bool {
        if case .failed = self { return false }
        return !isAccepted
    }

    /// Texts in which the endpoint may say what it does not like, in lower case.
    var words: String {
        switch self {
        case .callback(let callback), .home(let callback): (callback.errorText ?? "").lowercased()
        case .refused(let response, _), .page(let response, _): response.text.prefix(20_000).lowercased()
        case .strayed, .lost, .failed: ""
        }
    }

    /// How it reads in a sentence.
    var summary: String {
        switch self {
        case .page(let response, let address):
            "\(address.origin)\(address.path) answered \(response.status): \(PageWords(response).summary)"
        case .callback(let callback):
            callback.errorText.map { "the browser is sent back with the error \($0)" }
                ?? "the browser is sent back to \(callback.url.prefix { $0 != "?" && $0 != "#" })"
        case .home(let callback):
            "the browser is sent to the client's own callback with \(callback.errorText ?? "no error")"
        case .strayed(let target): "the browser is sent to \(target.prefix { $0 != "?" && $0 != "#" })"
        case .refused(let response, _): "it answered \(response.status): \(Self.said(response))"
        case .lost(let text): text
        case .failed(let failure, _): "\(failure)"
        }
    }

    private static func said(_ response: ProbeResponse) -> String {
        if response.mediaType.contains("json") { return String(response.text.prefix(300)) }
        return response.body.isEmpty ? "(nothing)" : PageWords(response).summary
    }
}
