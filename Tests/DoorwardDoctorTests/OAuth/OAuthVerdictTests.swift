import DoorwardDocuments
import Testing

@testable import DoorwardDoctor

@Suite("What is no fault of a server, and what is one after all")
struct OAuthVerdictTests {
    /// Servers that are odd, and whose users get their tokens.
    enum Odd: String, CaseIterable, Sendable {
        case detail401, detail404, error200, errorHome, asciiOnly
    }

    @Test("names no fault of a server that is only odd", arguments: Odd.allCases, ["chatgpt-plugin", "gpt-action"])
    func odd(odd: Odd, profile: String) async throws {
        let world = try TinyWorld(.none, profile: profile, change: odd.change)
        let faults = await world.examine()
        let transcript = await world.transcript
        #expect(faults.isEmpty, "\(transcript)")
        let steps = await world.examination.steps
        #expect(!steps.contains { $0.verdict == .failed }, "\(transcript)")
        #expect(steps.contains { $0.title == "Refresh the tokens" && $0.verdict == .passed }, "\(transcript)")
        let isTold = steps.flatMap(\.remarks).contains { $0.verdict == .warned && $0.fault?.id == "O10" }
        #expect(isTold == [.detail401, .detail404, .error200].contains(odd), "\(transcript)")
    }

    @Test("still says that the client is refused, when words say so")
    func blamed() async throws {
        let world = try TinyWorld(
            .none, profile: "gpt-action",
            change: { request, response in
                guard request.url.hasSuffix("/token") else { return response }
                return TinyServer.json(401, ["detail": "Unknown client or wrong secret"])
            })
        #expect(await world.examine() == ["O04"])
    }

    @Test("fails when the sign-in that was asked for does not come to its end", arguments: ["wrong", "script", "loop"])
    func noEnd(kind: String) async throws {
        let world = try TinyWorld(
            .none, profile: "gpt-action",
            configure: {
                if kind == "wrong" { $0.signIn = .form(user: TinyServer.user, password: ProbeSecret("no-such-word")) }
            },
            change: { request, response in
                guard request.url.contains("/oauth/authorize"), response.status == 200 else { return response }
                switch kind {
                case "script": return TinyServer.html(200, "App", "<div id=root></div><script src=a></script>")
                case "loop": return TinyServer.html(200, "Go", "<form method=get><button>Continue</button></form>")
                default: return response
                }
            })
        #expect(await world.examine().isEmpty)
        let transcript = await world.transcript
        let step = await world.examination.steps.first { $0.title.hasPrefix("Sign in, as") }
        #expect(step?.verdict == .failed && step?.remarks.count == 1, "\(transcript)")
    }

    @Test("fails when somebody was to sign in and no address can be pasted")
    func nobodyPastes() async throws {
        let world = try TinyWorld(.none, profile: "gpt-action", signIn: .browser(wait: .milliseconds(50)))
        _ = await world.examine()
        #expect(await world.examination.steps.contains { $0.verdict == .failed })
    }

    @Test("calls a redirect to a script what it is, not a refused redirect URI")
    func script() async throws {
        let world = try TinyWorld(
            .none, profile: "gpt-action",
            change: { request, response in
                request.url.contains("/oauth/authorize") ? TinyServer.redirect("javascript:alert(1)") : response
            })
        #expect(await world.examine().isEmpty)
        let transcript = await world.transcript
        #expect(transcript.contains("`javascript:`"), "\(transcript)")
    }

    @Test("names a code behind the number sign once")
    func fragment() async throws {
        let world = try TinyWorld(
            .none, profile: "gpt-action",
            change: { _, response in
                guard let location = response.header("location"), location.contains("code=") else { return response }
                return TinyServer.redirect(location.replacing("?", with: "#"))
            })
        #expect(await world.examine() == ["O01"])
        let remarks = await world.examination.steps.flatMap(\.remarks).filter { $0.verdict == .failed }
        #expect(remarks.count == 1 && !remarks[0].text.contains("-fake-"))
    }

    @Test("shows no half of a secret at the place where a text is cut")
    func cut() async throws {
        let world = try TinyWorld(
            .none, profile: "gpt-action",
            change: { request, response in
                guard request.url.hasSuffix("/token") else { return response }
                let text = String(repeating: "y", count: 195) + TinyServer.secret
                return TinyServer.json(400, ["error": "invalid_request", "error_description": .string(text)])
            })
        _ = await world.examine()
        let transcript = await world.transcript
        #expect(transcript.contains("yyyy") && !transcript.contains("y" + TinyServer.secret.prefix(4)))
    }
}

extension OAuthVerdictTests.Odd {
    var change: TinyServer.Change {
        { request, response in
            let isRefusal = request.url.hasSuffix("/token") && response.status == 400
            switch self {
            case .detail401 where isRefusal: return TinyServer.json(401, ["detail": "Invalid authorization code"])
            case .detail404 where isRefusal: return TinyServer.json(404, ["detail": "Code not found"])
            case .error200 where isRefusal: return TinyServer.json(200, ["error": "bad_verification_code"])
            case .errorHome where response.text.contains("redirect_uri does not match"):
                return TinyServer.redirect("https://chat.openai.com/aip/\(Self.id(request))/oauth/callback?error=x")
            case .asciiOnly where request.url.contains("%E6%B0%B4"):
                return TinyServer.html(400, "Error", "<h1>Bad request</h1>")
            default: return response
            }
        }
    }

    private static func id(_ request: ProbeRequest) -> String {
        request.url.contains("plugin-")
            ? "plugin-00000000-0000-4000-8000-000000000000" : ClientProfile.named("gpt-action")?.assistantID ?? ""
    }
}
