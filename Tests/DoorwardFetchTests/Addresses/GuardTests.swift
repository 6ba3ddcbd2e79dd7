import NIOCore
import NIOPosix
import Testing

@testable import DoorwardFetch

@Suite("What strangers name")
struct GuardTests {
    @Test("makes no connection to an address that is not public", arguments: ForbiddenAddress.all)
    func refused(_ forbidden: ForbiddenAddress) async throws {
        let connector = RecordingConnector()
        let resolver = ListedResolver(forbidden.answers)
        let failure = await Self.fetch(forbidden.url.replacing("PORT", with: "9"), resolver, connector)
        switch failure {
        case .refusedAddress: break
        case .unreachable: #expect(forbidden.answers == [[]], "only a name without addresses is unreachable")
        default: Issue.record("\(forbidden.url): \(String(describing: failure))")
        }
        #expect(connector.connections.isEmpty)
        #expect(resolver.questions.count <= 1)
    }

    @Test("is tried in more than 80 ways, each of which is another one")
    func size() {
        let all = ForbiddenAddress.all
        #expect(all.count >= 200)
        #expect(Set(all.map(\.testDescription)).count == all.count)
    }

    @Test("is tried in every block of the table", arguments: SpecialUse.table.indices)
    func everyBlock(_ index: Int) throws {
        let block = SpecialUse.table[index]
        let named = ForbiddenAddress.literals.compactMap { literal in
            try? FetchAddress(literal.url.replacing("PORT", with: "9"))
        }
        let isTried = named.contains { address in
            if case .literal(let literal) = address.host { block.contains(literal) } else { false }
        }
        #expect(isTried, "\(block.prefix)/\(block.bits)")
        #expect(!block.source.isEmpty)
    }

    @Test("is not even noticed by whoever listens on every address of this host")
    func nothingArrives() async throws {
        let server = try await ScriptedServer.open(nil, host: "0.0.0.0", [.close])
        let other = try? await ScriptedServer.open(nil, host: "::1", port: server.port, [.close])
        let port = "\(server.port)"
        for forbidden in ForbiddenAddress.all {
            let failure = await Self.fetch(
                forbidden.url.replacing("PORT", with: port), ListedResolver(forbidden.answers), TCPConnector())
            #expect(failure != nil)
        }
        // Connections are accepted in their order: when this one has been, all before it would have been.
        for (host, listener) in [("127.0.0.1", server), ("::1", other)] {
            guard let listener else { continue }
            let control = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connect(host: host, port: listener.port).get()
            await waitUntil("the control connection is not accepted") { listener.seen.accepted > 0 }
            #expect(listener.seen.accepted == 1)
            try? await control.close()
            await listener.close()
        }
    }

    @Test(
        "is connected to when it is public, next to the forbidden blocks too",
        arguments: [
            "1.1.1.1", "9.255.255.255", "11.0.0.0", "93.184.215.14", "100.63.255.255", "100.128.0.0", "126.255.255.255",
            "128.0.0.0", "168.63.129.15", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0",
            "191.255.255.255", "192.0.1.0", "192.0.3.0", "192.88.98.255", "192.88.100.0", "192.167.255.255",
            "192.169.0.0", "198.17.255.255", "198.20.0.0", "198.51.99.255", "203.0.114.0", "223.255.255.255",
            "[2000::1]", "[2001:200::1]", "[2001:db7::1]", "[2001:db9::1]", "[2003::1]", "[2606:4700::1111]",
            "[2606:4700::5efe:101:101]", "[3ffd::1]",
        ])
    func reached(_ host: String) async throws {
        let connector = RecordingConnector()
        let failure = await Self.fetch("https://\(host)/", ListedResolver(), connector)
        #expect(failure == .unreachable("the connection failed"))
        #expect(connector.connections.count == 1)
        let names = host.filter { $0 != "[" && $0 != "]" }
        #expect(connector.connections.first == HostAddress(names))
    }

    @Test("is resolved once: what a name server says afterwards does not count")
    func rebinding() async throws {
        let resolver = ListedResolver([["93.184.215.14", "2606:4700::1111"], ["127.0.0.1"], ["::1"]])
        let connector = RecordingConnector()
        let first = await Self.fetch("https://client.example/", resolver, connector)
        #expect(first == .unreachable("the connection failed"))
        #expect(resolver.questions == ["client.example"])
        #expect(connector.connections == [HostAddress("93.184.215.14"), HostAddress("2606:4700::1111")])
        // Each fetch is judged anew.
        for number in 2...3 {
            let next = await Self.fetch("https://client.example/", resolver, connector)
            #expect(next == .refusedAddress("its host has an address for loopback, not a public one"))
            #expect(resolver.questions.count == number)
            #expect(connector.connections.count == 2)
        }
    }

    @Test("is tried at no more than six addresses, of both families in turn")
    func order() async throws {
        let names = (1...8).map { "2606:4700::\($0)" } + ["93.184.215.1", "93.184.215.2"]
        let connector = RecordingConnector()
        _ = await Self.fetch("https://client.example/", ListedResolver([names]), connector)
        let expected = [
            "2606:4700::1", "93.184.215.1", "2606:4700::2", "93.184.215.2", "2606:4700::3", "2606:4700::4",
        ]
        #expect(connector.connections == expected.map { HostAddress($0) })
    }

    @Test(
        "may be on loopback when the server says so, over https only, and nothing else may",
        arguments: [
            ("https://localhost/", true), ("https://client.localhost/", true), ("https://127.0.0.1/", true),
            ("https://[::1]/", true), ("http://localhost/", false), ("http://127.0.0.1/", false),
            ("https://10.0.0.1/", false), ("https://169.254.169.254/", false), ("https://0.0.0.0/", false),
            ("https://[::ffff:127.0.0.1]/", false), ("https://[::]/", false), ("https://intranet/", false),
            ("https://127.1/", false), ("https://2130706433/", false),
        ])
    func loopback(_ url: String, _ isAllowed: Bool) async throws {
        let connector = RecordingConnector(dead: [.v4(0x7F00_0001), .v6(high: 0, low: 1)])
        let failure = await Self.fetch(url, ListedResolver("10.0.0.1"), connector, allowsLoopback: true)
        #expect((failure == .unreachable("the connection failed")) == isAllowed)
        #expect(connector.connections.isEmpty == !isAllowed)
        #expect(connector.connections.allSatisfy { $0.isLoopback })
    }

    @Test(
        "is not the configuration, which may name any address over https, and loopback over http",
        arguments: [
            ("https://intranet:8443/", true), ("https://10.0.0.1/", true), ("https://keys.internal/", true),
            ("http://localhost:8080/", true), ("http://127.0.0.1:8080/", true), ("http://[::1]:8080/", true),
            ("http://10.0.0.1/", false), ("http://intranet/", false), ("http://client.example/", false),
            ("https://user@intranet/", false), ("https://2130706433/", false),
        ])
    func configured(_ url: String, _ isAllowed: Bool) async throws {
        let all = ["10.0.0.1", "127.0.0.1", "::1"].compactMap { HostAddress($0) }
        let connector = RecordingConnector(dead: Set(all))
        let failure = await Self.fetch(url, ListedResolver("10.0.0.1"), connector, trust: .configured)
        #expect((failure == .unreachable("the connection failed")) == isAllowed)
        #expect(connector.connections.isEmpty == !isAllowed)
    }

    // MARK: - Ways

    private static let tls = Result { try GuardedFetcher.context(nil) }

    private static func fetch(
        _ url: String, _ resolver: any AddressResolver, _ connector: any Connecting, allowsLoopback: Bool = false,
        trust: FetchRequest.Trust = .stranger
    ) async -> FetchFailure? {
        do {
            let fetcher = GuardedFetcher(
                resolver: resolver, connector: connector, allowsLoopback: allowsLoopback, tls: try tls.get())
            _ = try await fetcher.fetch(FetchRequest(url, trust: trust, limit: 1_000, timeout: .seconds(60)))
            return nil
        } catch {
            return error as? FetchFailure
        }
    }
}
