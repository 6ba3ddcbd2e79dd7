import DoorwardTesting
import Testing

@Suite("Words for refusals", .ownThreads)
struct RefusalWordTests {
    @Test("are few, and never what a caller sent, in metrics and log")
    func words() async throws {
        let port = try FreePort.take()
        let configuration = GateConfiguration.oauth().with("metrics.listen", "127.0.0.1:\(port)")
        try await Door.with(configuration, on: .sqlite) { door in
            // The first of each kind makes its line.
            try refuse(door, mark: "zzfirstzz")
            let before = try metrics(port)
            #expect(before.contains("refusals"))
            for number in 0..<8 { try refuse(door, mark: "\(Canary.mark)-\(number)") }
            let after = try metrics(port)
            #expect(lines(after) == lines(before), "each caller makes lines of his own")
            #expect(!after.contains(Canary.mark) && !after.contains("zzfirstzz"), "metrics hold what callers sent")
            let odd = after.matches(of: /reason="([^"]*)"/).map(\.1).filter { $0.wholeMatch(of: /[a-z0-9_]+/) == nil }
            #expect(odd.isEmpty, "\(Set(odd))")
        }
    }

    /// Requests that are refused for a text of the caller's.
    private func refuse(_ door: Door, mark: String) throws {
        let spa = door[.spa]
        for form in [
            ["grant_type": mark], ["grant_type": "refresh_token", "refresh_token": mark],
            ["grant_type": "authorization_code", "code": mark], ["grant_type": "authorization_code", mark: mark],
        ] as [Form] {
            #expect(try door.token(form, as: spa).status == 400)
        }
        let json = "{\"grant_type\":\"refresh_token\",\"\(mark)\":1}"
        #expect(try door.post("/oauth/token", json: json).status == 400)
        let form = Form([("grant_type", "client_credentials"), ("scope", mark)])
        #expect(try door.token(form, as: door[.machine]).status == 400)
        let query = door.query(spa, pkce: PKCEPair())
        let ada = door.ada.browser.cookies.map { "\($0)=\($1)" }.joined(separator: "; ")
        for (name, value) in [
            ("response_type", mark), ("scope", mark), ("resource", "https://\(mark).example"), ("response_mode", mark),
            ("client_id", mark), ("redirect_uri", "https://\(mark).example"), ("code_challenge_method", mark),
        ] {
            let answer = try door.get("/oauth/authorize?\(query.with(name, value).text)", [("Cookie", ada)])
            #expect(answer.status == 303 || answer.status == 400)
        }
    }

    private func metrics(_ port: Int) throws -> String {
        let connection = try RawConnection(port: port)
        try connection.send(Gate.bytes("GET", "/metrics", [("Host", "127.0.0.1:\(port)")]))
        return try ResponseReader(connection: connection).response()?.text ?? ""
    }

    /// The names and labels of what is counted.
    private func lines(_ text: String) -> Set<Substring> {
        Set(text.split(separator: "\n").compactMap { $0.split(separator: " ").first }.filter { $0.contains("refus") })
    }
}
