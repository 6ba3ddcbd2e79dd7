import Testing

@testable import DoorwardFetch

@Suite("The governor's book")
struct FetchBookTests {
    @Test("never exceeds a limit and ends empty, whatever happens in whichever order", arguments: 0..<20)
    func walk(_ seed: UInt64) {
        var random = Steps(state: seed &* 2_654_435_761 &+ 1)
        var limits = FetchLimits()
        limits.concurrent = 5
        limits.concurrentPerOrigin = 2
        limits.perMinute = 40
        limits.perMinuteAndOrigin = 15
        limits.waiting = 4
        var book = FetchBook<UInt64>(limits)
        var running: [UInt64: String] = [:]
        var waiting: [UInt64: String] = [:]
        var begun: [(Int64, String)] = []
        var now: Int64 = 0
        for id in UInt64(0)..<2_000 {
            now += Int64.random(in: 0...3, using: &random)
            let origin = "o\(Int.random(in: 0..<4, using: &random))"
            switch Int.random(in: 0..<4, using: &random) {
            case 0, 1:
                let admission = book.admit(id, id, origin: origin, at: now)
                if admission == .go { running[id] = origin }
                if admission == .wait { waiting[id] = origin }
                if admission == .go || admission == .wait { begun.append((now, origin)) }
            case 2:
                guard let one = running.keys.sorted().first, let origin = running.removeValue(forKey: one) else {
                    break
                }
                for next in book.end(origin: origin) { running[next] = waiting.removeValue(forKey: next) }
            default:
                guard let one = waiting.keys.sorted().last else { break }
                #expect(book.withdraw(one) == one)
                #expect(book.withdraw(one) == nil)
                waiting[one] = nil
            }
            let recent = begun.filter { now - $0.0 < 60 }
            #expect(running.count <= 5 && waiting.count <= 4 && recent.count <= 40)
            for origin in Set(running.values) { #expect(running.values.filter { $0 == origin }.count <= 2) }
            for origin in Set(recent.map(\.1)) { #expect(recent.filter { $0.1 == origin }.count <= 15) }
        }
        while let one = running.keys.first, let origin = running.removeValue(forKey: one) {
            for next in book.end(origin: origin) { running[next] = waiting.removeValue(forKey: next) }
        }
        #expect(waiting.isEmpty && book.isIdle)
    }

    /// The same steps each time.
    private struct Steps: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ (state >> 29)
        }
    }
}
