import DoorwardDocuments

@testable import DoorwardDoctor

/// A transcript with every kind of step, and hostile texts in it.
enum ReportSamples {
    static let secret = "fake-secret-for-tests"
    static let evil = "<script>alert(1)</script>\u{1B}[2J\u{202E}"

    static func profile() -> ClientProfile? { ClientProfile.named("chatgpt-plugin") }

    static func report() -> ExaminationReport {
        var passed = Step(number: 1, section: .address, title: "Look the host up")
        passed.remarks = [Remark(.passed, "it has an address")]
        var failed = Step(number: 2, section: .files, title: "Fetch the manifest")
        failed.exchanges = [
            Exchange(
                request: ProbeRequest(
                    "POST", "https://api.example.test/token?key=\(secret)",
                    headers: [("Authorization", "Bearer \(secret)"), ("Content-Type", "application/json")],
                    body: Array("{\"client_secret\":\"\(secret)\"}".utf8)),
                result: .success(
                    ProbeResponse(
                        status: 404,
                        headers: [("Content-Type", "text/html; charset=utf-8"), ("Set-Cookie", "sid=\(secret)")],
                        body: Array("\(evil) \(secret)".utf8), elapsed: .milliseconds(1234))),
                sentAt: 1_795_368_000.25)
        ]
        failed.remarks = [Remark(.failed, fault: Fault.named("P01"), "answered 404 with \(evil)")]
        var warned = Step(number: 3, section: .files, title: "Fetch the logo")
        warned.exchanges = [
            Exchange(
                request: ProbeRequest("GET", "https://api.example.test/logo.png"),
                result: .failure(.timedOut(after: .seconds(15))), sentAt: 1_795_368_001)
        ]
        warned.remarks = [Remark(.warned, "slow")]
        var skipped = Step(number: 4, section: .signIn, title: "Sign in")
        skipped.remarks = [Remark(.skipped, "nobody signs in")]
        return ExaminationReport(
            target: "https://api.example.test", profile: "chatgpt-plugin", profileTitle: "ChatGPT, plugin",
            steps: [passed, failed, warned, skipped], masked: [secret])
    }
}
