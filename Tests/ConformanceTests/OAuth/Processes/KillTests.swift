import DoorwardTesting
import Glibc
import Testing

@Suite("A process that is killed at any moment", .ownThreads, .serialized)
struct KillTests {
    /// How often; 200 is the full number.
    static let kills = ChildProcess.inherited("DOORWARD_KILLS").flatMap { Int($0) } ?? 12

    @Test("redeems nothing twice and loses nothing it gave", arguments: Backend.allCases)
    func randomMoments(_ backend: Backend) async throws {
        let seed = ChildProcess.inherited("DOORWARD_SEED").flatMap { UInt64($0) } ?? UInt64.random(in: 1...1 << 32)
        print("\(Self.kills) kills on \(backend.rawValue), seed \(seed) (DOORWARD_SEED, DOORWARD_KILLS)")
        var random = SplitMix(state: seed)
        try await Door.with(on: backend) { door in
            let clients = [door[.web], door[.spa]]
            var ada = door.ada
            for client in clients { _ = try await door.tokens(client, by: &ada) }
            let cookie = ada.browser.cookies.map { "\($0)=\($1)" }.joined(separator: "; ")
            var proven = GrantLoad.Findings()
            for round in 0..<Self.kills {
                let load = GrantLoad(door, clients: clients, cookie: cookie)
                usleep(UInt32.random(in: 20_000...400_000, using: &random))
                door.kill()
                let chains = load.stop()
                try door.start()
                let findings = GrantLoad.examine(chains, at: door)
                #expect(findings.wrong.isEmpty, "round \(round), seed \(seed): \(findings.wrong.prefix(4))")
                proven += findings
                if round % 4 == 0 || round == Self.kills - 1 {
                    let checked = try door.tool("db", "check")
                    #expect(checked.status == 0, "round \(round), seed \(seed): \(checked.everything)")
                }
            }
            print("\(backend.rawValue): \(proven.summary)")
            #expect(proven.redeemed > 0 && proven.refreshed > 0, "the load did nothing: \(proven.summary)")
        }
    }
}

/// SplitMix64: numbers that a seed gives again.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
        return z ^ z >> 31
    }
}
