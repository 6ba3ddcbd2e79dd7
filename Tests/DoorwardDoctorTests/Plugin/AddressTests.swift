import DoorwardDocuments
import Testing

@testable import DoorwardDoctor

@Suite("The address of a plugin")
struct AddressTests {
    @Test(
        "is made of what a person types",
        arguments: [
            ("api.example.com", "https://api.example.com"), (" example.com/x \n", "https://example.com/x"),
            ("localhost:8000", "http://localhost:8000"), ("127.0.0.1:3333", "http://127.0.0.1:3333"),
            ("http://example.com", "http://example.com"), ("https://localhost", "https://localhost"),
        ])
    func typed(text: String, url: String) {
        #expect(Examination.address(typed: text)?.text == url)
    }

    @Test(
        "is none when it is something else", arguments: ["", "ftp://example.com", "a b", "https://", "example.com:x"])
    func notTyped(text: String) { #expect(Examination.address(typed: text) == nil) }

    @Test(
        "leads only to this machine or its own network, or to the world",
        arguments: [
            ("10.1.2.3", true), ("172.16.0.1", true), ("172.32.0.1", false), ("192.168.1.1", true), ("127.0.0.1", true),
            ("169.254.1.1", true), ("100.64.0.1", true), ("8.8.8.8", false), ("::1", true), ("fd00::1", true),
            ("fe80::1", true), ("2606:4700::1", false), ("::ffff:10.0.0.1", true), ("1.2.3", false),
        ])
    func privateAddresses(text: String, isPrivate: Bool) { #expect(NetworkAddress.isPrivate(text) == isPrivate) }

    @Test(
        "in plain http or at another port goes no further",
        arguments: ["http://api.example.test", "https://api.example.test:8443"])
    func notHTTPS(target: String) async throws {
        let report = try await PluginWorld().examine(target: target)
        #expect(report.failures == ["P05"])
        #expect(report.steps.count == 1)
    }

    @Test("without a host in DNS is a manifest that is not found")
    func noHost() async throws {
        var world = PluginWorld()
        world.addresses = .failure(.nameNotFound(host: world.host))
        #expect(try await world.examine().failures == ["P01"])
        #expect(try await world.examine("gpt-action").failures == ["A10"])
    }

    @Test("in a private network is told, and the way goes on")
    func hidden() async throws {
        var world = PluginWorld()
        world.addresses = .success(["10.0.0.7"])
        let report = try await world.examine()
        #expect(report.failures.isEmpty)
        #expect(report.remarks(.warned).map(\.text).first?.contains("10.0.0.7 here") == true)
    }

    @Test(
        "with a bad certificate goes no further",
        arguments: [
            ProbeFailure.TLSProblem.selfSigned, .unknownAuthority, .expired, .notYetValid, .incompleteChain,
            .wrongName(names: ["other.test"]),
        ])
    func certificate(problem: ProbeFailure.TLSProblem) async throws {
        var world = PluginWorld()
        world.report = .success(PluginWorld.tls(problem: problem))
        let report = try await world.examine()
        #expect(report.failures == ["P05"])
        #expect(report.everything.contains("\(problem)"))
        #expect(report.steps.last?.title == "Shake hands in TLS")
    }

    @Test(
        "where no handshake succeeds is told why",
        arguments: [
            (ProbeFailure.refused(address: "192.0.2.7:443"), "P05"), (.tls(.notTLS), "P05"),
            (.timedOut(after: .seconds(10)), "P01"), (.unreachable("no route"), "P01"),
        ])
    func noHandshake(failure: ProbeFailure, fault: String) async throws {
        var world = PluginWorld()
        world.report = .failure(failure)
        #expect(try await world.examine().failures == [fault])
    }

    @Test("with old TLS only goes no further")
    func oldTLS() async throws {
        var world = PluginWorld()
        world.report = .failure(.closed)
        world.isOld = true
        let report = try await world.examine()
        #expect(report.failures == ["P05"] && report.everything.contains("TLS 1.1 at most"))
        world.report = .success(PluginWorld.tls(version: "TLSv1.1"))
        #expect(try await world.examine().failures == ["P05"])
    }

    @Test("whose certificate ends soon is warned", arguments: [(3, true), (13, true), (15, false)])
    func expiring(days: Int, warned: Bool) async throws {
        var world = PluginWorld()
        var tls = PluginWorld.tls(days: days)
        tls.chain[0].notBefore -= 80 * 86400
        world.report = .success(tls)
        let report = try await world.examine()
        #expect(report.failures.isEmpty)
        #expect(report.remarks(.warned).contains { $0.text.contains("Renew it") } == warned)
    }

    @Test("with a certificate that lives six days is not warned on the second")
    func shortLived() async throws {
        var world = PluginWorld()
        var tls = PluginWorld.tls(days: 4)
        tls.chain[0].notBefore = 1_767_000_000 - 2 * 86400
        world.report = .success(tls)
        #expect(try await world.examine().remarks(.warned).isEmpty)
    }

    @Test("that answers in plain http, too, is warned; one that leads to https is not")
    func plainHTTP() async throws {
        var world = PluginWorld()
        world.answers["GET http://api.example.test/"] = { _ in .success(PluginWorld.json("{}")) }
        #expect(
            try await world.examine().remarks(.warned).contains { $0.text.contains("Port 80 answers in plain http") })
        world.answers["GET http://api.example.test/"] = { _ in
            .success(PluginWorld.redirect("https://api.example.test/"))
        }
        #expect(try await world.examine().remarks(.warned).isEmpty)
        world.mapped = [443]
        #expect(try await !world.examine().steps.contains { $0.title == "Ask in plain http" })
    }

    @Test("has a path that does not count")
    func path() async throws {
        let report = try await PluginWorld().examine(target: "https://api.example.test/v1")
        #expect(report.failures.isEmpty)
        #expect(
            report.remarks(.warned).map(\.text) == [
                "Only the host counts: the manifest is looked for at https://api.example.test/.well-known/ai-plugin.json."
            ])
    }
}
