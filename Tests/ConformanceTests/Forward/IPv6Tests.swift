import Testing

@Suite("IPv6", .ownThreads)
struct IPv6Tests {
    @Test("is listened on, and the caller's address is quoted as RFC 7239 §6 wants it")
    func listening() async throws {
        guard LoopbackAddress.hasIPv6 else { return Skipped.say("this machine has no ::1") }
        var configuration = GateConfiguration().withMetrics
        configuration.isIPv6 = true
        try await Gate.with(configuration) { gate in
            #expect(try gate.get("/hello").status == 401)
            #expect(try gate.get("/hello", [gate.bearer, ("Host", "[::1]:\(gate.port)")]).status == 200)
            let echo = try gate.echo()
            #expect(echo.values("X-Forwarded-For") == ["::1"])
            #expect(echo.values("Forwarded").first?.hasPrefix("for=\"[::1]\";") == true, "\(echo.values("Forwarded"))")
            #expect(gate.output.contains("[::1]:\(gate.port)"), "where it listens is not said")
            #expect(throws: (any Error).self) { _ = try RawConnection(port: gate.port) }
        }
    }

    @Test("is a trusted proxy's address too, and the Forwarded field quotes what it tells")
    func proxied() async throws {
        guard LoopbackAddress.hasIPv6 else { return Skipped.say("this machine has no ::1") }
        var configuration = GateConfiguration()
        configuration.isIPv6 = true
        try await Gate.with(configuration) { gate in try expectQuoted(gate) }
        try await Gate.with(configuration.with("trusted_proxies", "[127.0.0.0/8]")) { gate in
            let echo = try gate.echo("GET", "/echo", [("X-Forwarded-For", "2001:db8::7")])
            #expect(echo.values("X-Forwarded-For") == ["::1"])
        }
    }

    @Test("is quoted where a proxy on IPv4 tells it")
    func mixed() async throws {
        try await Gate.with { gate in try expectQuoted(gate) }
    }

    private func expectQuoted(_ gate: Gate) throws {
        for told in ["2001:db8::7", "[2001:db8::7]", "2001:DB8:0:0::7", "198.51.100.1, 2001:db8::7"] {
            let echo = try gate.echo("GET", "/echo", [("X-Forwarded-For", told)])
            #expect(echo.values("X-Forwarded-For") == ["2001:db8::7"], "\(told)")
            let forwarded = try #require(echo.values("Forwarded").first)
            #expect(forwarded.hasPrefix("for=\"[2001:db8::7]\";"), "\(told): \(forwarded)")
        }
    }
}
