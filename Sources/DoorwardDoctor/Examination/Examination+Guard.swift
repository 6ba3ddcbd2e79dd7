internal import DoorwardDocuments

extension Examination {
    private static let plainCredential = "not sent: it would carry a credential in plain http"

    /// Sends a request, unless it would give a secret away or the time is over.
    func answer(to request: ProbeRequest) async -> Result<ProbeResponse, ProbeFailure> {
        guard !isOverTime, waited < options.limit else { return refuseLate() }
        if let address = WebAddress(request.url), address.scheme == "http", !address.isLoopback, holdsSecret(request) {
            return refusePlain(address)
        }
        let left = options.limit - waited
        var limited = request
        limited.timeout = min(request.timeout, left)
        let start = ContinuousClock.now
        let result = await transport.send(limited)
        waited += start.duration(to: .now)
        // The server had less time than it may take.
        if left < request.timeout, case .failure(.timedOut) = result { return refuseLate() }
        return result
    }

    /// Whether a request holds a credential in a field, or anything that is masked.
    private func holdsSecret(_ request: ProbeRequest) -> Bool {
        let credentials = ["authorization", "proxy-authorization", "cookie"]
        return request.headers.contains { credentials.contains($0.name.lowercased()) || holdsSecret($0.value) }
            || holdsSecret(request.url) || masking.finds(in: request.body)
    }

    /// Short secrets are not looked for in texts, where they would be everywhere; as a whole value they are known.
    private func holdsSecret(_ text: String) -> Bool { masked.contains(text) || masking.finds(in: text) }

    private func refusePlain(_ address: WebAddress) -> Result<ProbeResponse, ProbeFailure> {
        if !hasToldPlainCredential {
            hasToldPlainCredential = true
            fail(
                "P05",
                "\(address.origin) would get a credential in plain http, where everybody on the way can read it; "
                    + "nothing was sent there.")
        }
        withheld.insert(Self.plainCredential)
        return .failure(.other(Self.plainCredential))
    }

    private func refuseLate() -> Result<ProbeResponse, ProbeFailure> {
        let reason = "not sent: the examination has taken \(Self.words(options.limit))"
        if !isOverTime {
            warn(
                "The examination has taken \(Self.words(options.limit)) and ends here; "
                    + "what was not seen until now is not judged.")
            isOverTime = true
        }
        withheld.insert(reason)
        return .failure(.other(reason))
    }

    /// `5 minutes`, `90 s`.
    private static func words(_ limit: Duration) -> String {
        let (minutes, seconds) = limit.components.seconds.quotientAndRemainder(dividingBy: 60)
        guard minutes > 0, seconds == 0 else { return limit.words }
        return minutes == 1 ? "one minute" : "\(minutes) minutes"
    }
}
