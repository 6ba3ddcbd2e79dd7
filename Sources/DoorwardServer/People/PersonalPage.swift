/// A page for people: it answers, and what goes wrong on the way gets a page too.
protocol PersonalPage: Endpoint {
    var people: People { get }
    /// What the page is for, where an error names it.
    func answer(_ request: EndpointRequest) async throws -> EndpointResponse
}

extension PersonalPage {
    func respond(to request: EndpointRequest) async -> EndpointResponse {
        do {
            return try await answer(request)
        } catch let refusal as SubmittedForm.Refusal {
            return refused(refusal, request)
        } catch PasswordHasher.Failure.busy {
            var response = unavailable(request, "many people are signing in at this moment", .passwordQueueFull)
            response.fields.append(("Retry-After", "5"))
            return response
        } catch {
            return unavailable(request, "something that it needs does not answer", .unavailable)
        }
    }

    private func unavailable(
        _ request: EndpointRequest, _ reason: String, _ refusal: PageRefusal
    ) -> EndpointResponse {
        people.pages.notice(
            status: 503, title: "Not now",
            ["\(people.configuration.theme.name) cannot do this now: \(reason). Try again in a moment."],
            flowID: request.requestID, refusal: refusal)
    }

    private func refused(_ refusal: SubmittedForm.Refusal, _ request: EndpointRequest) -> EndpointResponse {
        let (status, sentence, word): (Int, String, PageRefusal) =
            switch refusal {
            case .tooLarge: (413, "The form is too large.", .formTooLarge)
            case .wrongType:
                (415, "This address takes forms (application/x-www-form-urlencoded).", .formOfWrongType)
            case .malformed: (400, "The form cannot be read: a field is there twice, or is not text.", .malformedForm)
            case .foreignOrigin:
                (403, "The form was sent from a page of another site. Nothing was done.", .formOfAnotherSite)
            }
        return people.pages.notice(
            status: status, title: "This cannot be read", [sentence], flowID: request.requestID, refusal: word)
    }
}

extension People {
    /// The answer to a form that was not made for this browser's cookie: nothing was done, and where to go on.
    func stale(_ request: EndpointRequest, goOn path: String) -> EndpointResponse {
        pages.notice(
            status: 400, title: "Please try again",
            ["Nothing was changed: the page was too old, or the browser did not send its cookie with it."],
            link: (path, "Go on"), flowID: request.requestID, refusal: .staleForm)
    }
}
