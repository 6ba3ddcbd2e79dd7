internal import DoorwardSecrets

extension SourceSurroundings {
    /// Sends a request and, where the answer is a passing one, again after a pause that doubles, at most three times.
    ///
    /// Passing are no answer at all, 429, 500, 502, 503, 504, and what `isPassing` says besides (AWS throttles with 400).
    /// A `Retry-After` of up to 5 seconds (RFC 9110 §10.2.3) is obeyed; a longer one is the caller's to obey.
    ///
    /// - Parameter make: makes the request anew for each attempt: signatures hold the time.
    func send(
        isPassing: (SecretResponse) -> Bool = { _ in false },
        _ make: () async throws(SecretSourceError) -> SecretRequest
    ) async throws(SecretSourceError) -> SecretResponse {
        var pause = Duration.milliseconds(200)
        var attempt = 1
        while true {
            let isLast = attempt == 3
            do throws(SecretSourceError) {
                let response = try await transport.send(try await make())
                guard !isLast, [429, 500, 502, 503, 504].contains(response.status) || isPassing(response) else {
                    return response
                }
                if let wanted = response.retryAfter {
                    guard wanted <= 5 else { return response }
                    pause = max(pause, .seconds(wanted))
                }
            } catch {
                guard !isLast, !Task.isCancelled, case .unavailable = error else { throw error }
            }
            // A little more or less each time, so that many processes do not come back at once.
            await sleep(pause * Double.random(in: 0.75...1.25))
            pause *= 2
            attempt += 1
        }
    }
}

extension SecretResponse {
    /// The seconds of `Retry-After`, when it holds a number.
    var retryAfter: Int64? { header("retry-after").flatMap { Int64($0) }.flatMap { $0 < 0 ? nil : $0 } }

    /// The Unix seconds of `Date`, by the clock of whoever answered.
    var date: Int64? { header("date").flatMap { InternetTime.httpDate($0) } }
}
