internal import DoorwardFetch
internal import DoorwardJOSE
internal import DoorwardOAuth

/// Fetches what a provider has, within bounds, and says in the words of ``ProviderFailure`` why it could not.
struct ProviderExchange: Sendable {
    /// The most bytes of any answer.
    static let limit = 256 * 1024
    static let timeout = Duration.seconds(8)

    let fetcher: any DocumentFetching

    /// One answer whose status is not that of an outage or a redirect.
    ///
    /// - Parameter what: names the endpoint in the log.
    /// - Throws: `.unavailable` when there is none, or when it says that there cannot be one now; `.untrue` for what no
    ///   provider may answer.
    func answer(_ request: FetchRequest, from what: String) async throws(ProviderFailure) -> FetchedDocument {
        let document: FetchedDocument
        do throws(FetchFailure) { document = try await fetcher.fetch(request) } catch {
            throw Self.failure(error, from: what)
        }
        switch document.status {
        case 408, 425, 429: throw .unavailable("\(what): status \(document.status)")
        case 200...299, 400...499: return document
        // A redirect would take the request, and its secrets, to where nobody said (RFC 9700 §4.12).
        case 300...399: throw .untrue(.redirected)
        default: throw .unavailable("\(what): status \(document.status)")
        }
    }

    /// A JSON object by GET.
    ///
    /// - Parameter malformed: what it is called when it is none.
    func object(
        _ address: ProviderAddress, trust: FetchRequest.Trust, from what: String, malformed: Untruth
    ) async throws(ProviderFailure) -> (JOSEObject, bytes: [UInt8]) {
        let request = FetchRequest(
            address.text, fields: [("Accept", "application/json")], trust: trust, limit: Self.limit,
            timeout: Self.timeout)
        let document = try await answer(request, from: what)
        guard document.status == 200 else { throw .untrue(.unexpectedStatus) }
        guard let object = Self.object(document.body) else { throw .untrue(malformed) }
        return (object, document.body)
    }

    /// Nil for what is no JSON object, or has a member twice.
    static func object(_ bytes: [UInt8]) -> JOSEObject? {
        bytes.withUnsafeBytes { try? JOSEObject(parsing: $0) }
    }

    private static func failure(_ failure: FetchFailure, from what: String) -> ProviderFailure {
        switch failure {
        case .refusedAddress: .untrue(.addressRefused)
        case .tooLarge: .untrue(.answerTooLarge)
        case .malformed: .untrue(.malformedAnswer)
        case .unreachable: .unavailable("\(what): nobody answers")
        case .timedOut: .unavailable("\(what): no answer in time")
        case .overloaded: .unavailable("\(what): too many requests at once")
        }
    }
}
