import DoorwardDocuments
import Testing

@testable import DoorwardDoctor

/// As RFC 6749 wants it.
private let rightAnswer = #"{"access_token":"t","token_type":"bearer","expires_in":3600,"refresh_token":"r"}"#

@Suite("A token endpoint's answer")
struct TokenProblemTests {
    private func problems(_ body: String, status: Int = 200, type: String = "application/json") -> [TokenProblem] {
        TokenProblem.all(in: answer(body, status: status, type: type))
    }

    private func answer(_ body: String, status: Int = 200, type: String = "application/json") -> TokenAnswer {
        TokenAnswer(
            .success(ProbeResponse(status: status, headers: [("Content-Type", type)], body: Array(body.utf8))))
    }

    @Test("has nothing wrong with it when it is as RFC 6749 wants it, in any case and order")
    func right() {
        #expect(problems(rightAnswer).isEmpty)
        #expect(
            problems(rightAnswer.replacing("bearer", with: "Bearer"), type: "Application/JSON;charset=UTF-8").isEmpty)
    }

    @Test(
        "is complained of by the one thing that is wrong",
        arguments: [
            ("O06", "`data`", #"{"data":\#(rightAnswer)}"#, 200, "application/json"),
            ("O06", "`accessToken`", #"{"accessToken":"t","token_type":"bearer"}"#, 200, "application/json"),
            ("O06", "HTML", "<!doctype html><p>hello", 200, "text/plain"),
            ("O06", "HTML", "hello", 200, "text/html"),
            ("O06", "form-encoded", "access_token=t&token_type=bearer", 200, "application/x-www-form-urlencoded"),
            ("O06", "not JSON", "OK", 200, "application/json"),
            ("O06", "no body", "", 204, ""),
            ("O06", "no `access_token`", "[]", 200, "application/json"),
            ("O06", "201", rightAnswer, 201, "application/json"),
            ("O06", "redirect", rightAnswer, 302, "application/json"),
            ("O06", "content type", rightAnswer, 200, "text/plain"),
            ("O06", "`mac`", rightAnswer.replacing("bearer", with: "mac"), 200, "application/json"),
            ("O06", "`token_type` is missing", rightAnswer.replacing("token_type", with: "x"), 200, "application/json"),
            ("O05", "`expires_in` is a text", rightAnswer.replacing("3600", with: "\"3600\""), 200, "application/json"),
            ("O05", "above zero", rightAnswer.replacing("3600", with: "0"), 200, "application/json"),
            ("O05", "not a number", rightAnswer.replacing("3600", with: "true"), 200, "application/json"),
            (
                "O05", "(there is `expires`)", rightAnswer.replacing("expires_in", with: "expires"), 200,
                "application/json"
            ),
            (
                "O05", "`refresh_token` is missing", rightAnswer.replacing("refresh_token", with: "x"), 200,
                "application/json"
            ),
            (
                "O05", "(there is `refreshToken`)", rightAnswer.replacing("refresh_token", with: "refreshToken"), 200,
                "application/json"
            ),
        ])
    func wrong(fault: String, words: String, body: String, status: Int, type: String) {
        let problems = problems(body, status: status, type: type)
        #expect(problems.map(\.fault) == [fault] && problems[0].text.contains(words), "\(problems)")
    }

    @Test("gives up everything secret in it, also from where it should not be")
    func secrets() {
        let answer = answer(
            #"{"access_token":"a","data":{"refreshToken":"b","client_secret":"c"},"id_token":"d","token_type":"x"}"#
        )
        #expect(Set(answer.secrets) == ["a", "b", "c", "d"])
    }

    @Test(
        "asks for PKCE's verifier only when it says so in an error of its own kind",
        arguments: [
            (#"{"error":"invalid_request","error_description":"Missing code_verifier"}"#, true),
            (#"{"error":"invalid_grant","error_description":"PKCE verification failed"}"#, true),
            (#"{"error":"invalid_client","error_description":"code_verifier"}"#, false),
            (#"{"error":"invalid_grant"}"#, false), ("code_verifier", false),
        ])
    func verifier(body: String, asks: Bool) { #expect(answer(body, status: 400).asksForVerifier == asks) }
}
