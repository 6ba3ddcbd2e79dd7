import DoorwardDocuments
import Testing

@testable import DoorwardDoctor

@Suite("The OAuth flow of manifests and actions")
struct OAuthFlowTests {
    @Test("names the one fault of a server, for manifests", arguments: TinyQuirk.allCases.filter { !$0.needsTwoHosts })
    func manifest(quirk: TinyQuirk) async throws {
        let world = try TinyWorld(quirk, profile: "chatgpt-plugin")
        let faults = await world.examine()
        let transcript = await world.transcript
        #expect(faults == (quirk.fault.isEmpty ? [] : [quirk.fault]), "\(transcript)")
    }

    @Test("names the one fault of a server, for actions", arguments: TinyQuirk.allCases)
    func action(quirk: TinyQuirk) async throws {
        let world = try TinyWorld(quirk, profile: "gpt-action")
        let faults = await world.examine()
        let transcript = await world.transcript
        #expect(faults == (quirk.fault.isEmpty ? [] : [quirk.fault]), "\(transcript)")
    }

    @Test("finds nothing at a correct server, and does not warn", arguments: ["chatgpt-plugin", "gpt-action"])
    func correct(profile: String) async throws {
        let world = try TinyWorld(.none, profile: profile)
        _ = await world.examine()
        let steps = await world.examination.steps
        let transcript = await world.transcript
        #expect(steps.allSatisfy { $0.verdict == .passed }, "\(transcript)")
        #expect(steps.contains { $0.title == "Refresh the tokens" } && steps.count >= 12)
    }

    @Test(
        "sees these without a sign-in too",
        arguments: [
            TinyQuirk.none, .newHostOnly, .otherBodyOnly, .basicOnly, .secretRefused, .pkceAtAuthorize, .pkceAtToken,
            .emptyScopeRefused, .missingScopeRefused, .openRedirector,
            .anyCode, .swapped, .authorizeTwice,
        ])
    func withoutSignIn(quirk: TinyQuirk) async throws {
        let world = try TinyWorld(quirk, profile: "gpt-action", signIn: .nobody)
        let faults = await world.examine()
        let transcript = await world.transcript
        #expect(faults == (quirk.fault.isEmpty ? [] : [quirk.fault]), "\(transcript)")
        #expect(await world.examination.steps.last?.verdict == .skipped)
    }

    @Test(
        "only tells of a sign-in page for a stranger's redirect URI while nobody signs in",
        arguments: [TinyQuirk.redirectByPrefix, .redirectByHost, .queryIgnored])
    func strangersPage(quirk: TinyQuirk) async throws {
        let world = try TinyWorld(quirk, profile: "gpt-action", signIn: .nobody)
        #expect(await world.examine().isEmpty)
        let warned = await world.examination.steps.flatMap(\.remarks).filter { $0.verdict == .warned }
        #expect(warned.compactMap { $0.fault?.id } == ["O11"])
    }

    @Test("shows no secret, whatever comes", arguments: TinyQuirk.allCases)
    func secrets(quirk: TinyQuirk) async throws {
        let world = try TinyWorld(quirk, profile: "gpt-action")
        _ = await world.examine()
        let transcript = await world.transcript
        let masked = await world.examination.masked
        #expect(!transcript.contains("-fake-") && !transcript.contains(TinyServer.secret))
        let server = world.server
        let secrets = await server.accessTokens.union(await server.codes.keys)
        // What the server kept to itself cannot be known.
        for secret in secrets where quirk.fault != "O06" { #expect(masked.contains(secret)) }
    }

    @Test("never sends anything to the callback, and signs in as a browser, not as the client")
    func requests() async throws {
        let world = try TinyWorld(.none, profile: "gpt-action")
        _ = await world.examine()
        let requests = await world.server.requests
        #expect(requests.allSatisfy { $0.url.hasPrefix(TinyServer.origin + "/") })
        let pages = requests.filter { $0.url.contains("/oauth/") && !$0.url.hasSuffix("/token") }
        #expect(pages.allSatisfy { $0.header("user-agent")?.contains("Firefox") == true })
    }

    @Test("sends the state, the empty scope and the credentials as the client does")
    func wire() async throws {
        let world = try TinyWorld(.none, profile: "chatgpt-plugin")
        _ = await world.examine()
        let requests = await world.server.requests
        let first = try #require(requests.first)
        let id = "plugin-00000000-0000-4000-8000-000000000000"
        let start =
            "\(TinyServer.origin)/oauth/authorize?response_type=code&client_id=tiny-client&redirect_uri="
            + "https%3A%2F%2Fchat.openai.com%2Faip%2F\(id)%2Foauth%2Fcallback&scope=&state="
        #expect(first.url.hasPrefix(start) && first.url.dropFirst(start.utf8.count).utf8.count == 36)
        let exchange = try #require(requests.first { $0.url.hasSuffix("/oauth/token") })
        #expect(exchange.header("content-type") == "application/json" && exchange.header("authorization") == nil)
        let members = try JSONValue(parsing: exchange.body).objectValue?.keys
        #expect(members == ["grant_type", "code", "redirect_uri", "client_id", "client_secret"])
    }

    @Test("names addresses that cannot work before it asks them anything")
    func addresses() async throws {
        let world = try TinyWorld(.none, profile: "gpt-action")
        await world.examination.prepare {
            $0.authorizationEndpoint = WebAddress(TinyServer.origin + "/oauth/authorize")
            $0.tokenEndpoint = $0.authorizationEndpoint
        }
        #expect(await world.examine() == ["P12"])
        #expect(await world.server.requests.isEmpty)
        let other = try TinyWorld(.none, profile: "gpt-action")
        await other.examination.prepare { $0.apiBase = "https://api.other.test" }
        #expect(await other.examine() == ["O09"])
        let query = try TinyWorld(.none, profile: "chatgpt-plugin")
        await query.examination.prepare {
            $0.authorizationEndpoint = WebAddress(TinyServer.origin + "/oauth/authorize?a=b")
        }
        #expect(await query.examine() == ["P13"])
    }

    @Test("without a client id says what to pass, and still finds an open redirector")
    func withoutClient() async throws {
        for (quirk, faults) in [(TinyQuirk.none, []), (.openRedirector, ["O11"]), (.swapped, ["P12"])] {
            let world = try TinyWorld(quirk, profile: "gpt-action", clientID: nil)
            #expect(await world.examine() == faults)
            let transcript = await world.transcript
            #expect(quirk != .none || transcript.contains("--client-id"))
        }
    }

    @Test("says that nothing answers, without naming a fault of OAuth")
    func unreachable() async throws {
        let world = try TinyWorld(.none, profile: "gpt-action")
        await world.examination.prepare {
            $0.authorizationEndpoint = WebAddress("https://login.api.example.test/authorize")
        }
        #expect(await world.examine().isEmpty)
        let steps = await world.examination.steps
        #expect(steps.contains { $0.verdict == .failed && $0.title == "Open the authorization endpoint" })
    }
}
