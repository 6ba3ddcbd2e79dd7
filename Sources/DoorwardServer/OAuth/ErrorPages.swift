import DoorwardOAuth

/// Draws the page on which a person reads why it does not go on.
public protocol ErrorPages: Sendable {
    /// - Parameters:
    ///   - title: a few words.
    ///   - text: what happened and what to do about it, in sentences.
    ///   - flowID: what the log knows the request by; the person can name it.
    func page(status: Int, title: String, text: String, flowID: String) -> EndpointResponse
}

extension AuthorizationFlow {
    /// The page for a refusal; the inner reason goes to the log alone.
    func page(_ rejection: Rejection, flowID: String) -> EndpointResponse {
        let words = PageWords(rejection)
        var response = pages.page(status: words.status, title: words.title, text: words.text, flowID: flowID)
        response.refusal = rejection.word
        return response
    }
}
