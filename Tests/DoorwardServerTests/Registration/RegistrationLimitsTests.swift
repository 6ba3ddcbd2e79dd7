import Testing

@testable import DoorwardServer

@Suite("Limits of registrations")
struct RegistrationLimitsTests {
    static let start: Int64 = 1_800_000_000

    /// Whether registrations at these seconds are granted.
    static func run(_ limits: RegistrationLimits, _ times: [Int64], from address: String = "192.0.2.1") -> [Bool] {
        times.map { time in
            if case .granted = limits.take(from: address, at: start + time) { true } else { false }
        }
    }

    @Test(
        "So many at once, and one more after each pause",
        arguments: [
            (2, 10_000, [0, 0, 0, 9, 10, 10, 20], [true, true, false, false, true, false, true]),
            (1, 1000, [0, 0, 1, 1, 2], [true, false, true, false, true]),
            (3, 60_000, [0, 30, 60, 61, 90, 120], [true, true, true, true, false, true]),
            (2, 10_000, [0, 0, 100, 100, 100], [true, true, true, true, false]),
            (2, 500, [0, 0, 0, 1, 1, 1], [true, true, false, true, true, false]),
        ] as [(Int64, Int64, [Int64], [Bool])])
    func rates(burst: Int64, pause: Int64, times: [Int64], granted: [Bool]) {
        let limits = RegistrationLimits(perAddress: .init(burst: burst, pause: pause))
        #expect(Self.run(limits, times) == granted)
    }

    @Test("A refusal says how long to wait, and after that it is granted")
    func waiting() {
        let limits = RegistrationLimits(perAddress: .init(burst: 1, pause: 90_000))
        #expect(Self.run(limits, [0]) == [true])
        #expect(limits.take(from: "192.0.2.1", at: Self.start + 20) == .refused(retryAfter: 70))
        #expect(Self.run(limits, [89, 90]) == [false, true])
    }

    @Test("A clock that is set back locks nobody out for longer than an empty bucket")
    func clock() {
        let limits = RegistrationLimits(perAddress: .init(burst: 2, pause: 10_000))
        #expect(Self.run(limits, [1_000_000, 1_000_000, 0, 10]) == [true, true, false, true])
        #expect(Self.run(limits, [.min / 2 - Self.start, .max / 2]).count == 2)
    }

    @Test("All together are limited, and a /64 is one place")
    func altogether() {
        let limits = RegistrationLimits(perAddress: .init(burst: 2, pause: 1000), total: .init(burst: 3, pause: 1000))
        #expect(Self.run(limits, [0, 0, 0], from: "2001:db8::1") == [true, true, false])
        #expect(Self.run(limits, [0], from: "2001:db8::2") == [false])
        #expect(Self.run(limits, [0, 0], from: "2001:db8:1::1") == [true, false])
        #expect(Self.run(limits, [1], from: "192.0.2.9") == [true])
    }

    @Test("The networks of one customer share a bucket, and leave room for others")
    func site() {
        let limits = RegistrationLimits(capacity: 300)
        var granted = 0
        for network in 0..<256 {
            granted += Self.run(limits, [0, 0], from: "2001:db8:1:\(String(network, radix: 16))::1").count { $0 }
        }
        #expect(granted == 60)
        #expect(Self.run(limits, [59, 60], from: "2001:db8:1:ff00::1") == [false, true])
        #expect(Self.run(limits, [60], from: "2001:db8:2::1") == [true])
        #expect(limits.siteCount == 2)
        let many = RegistrationLimits(total: .init(burst: 100_000, pause: 1), capacity: 300)
        for number in 0..<1000 {
            let address = "2001:db8:\(String(number, radix: 16))::1"
            _ = Self.run(many, [Int64(number / 300) * 1_000_000], from: address)
        }
        #expect(many.siteCount <= 300)
    }

    @Test("A vendor's addresses share a bucket of their own, and one user's burst leaves others alone")
    func pools() {
        let limits = RegistrationLimits(
            perAddress: .init(burst: 1, pause: 60_000), perPool: .init(burst: 3, pause: 1000),
            isInPool: { $0.hasPrefix("203.0.113.") ? "vendor" : nil })
        #expect(Self.run(limits, [0, 0], from: "203.0.113.1") == [true, true])
        #expect(Self.run(limits, [0, 0, 1], from: "203.0.113.2") == [true, false, true])
        #expect(Self.run(limits, [0, 0], from: "192.0.2.1") == [true, false])
    }

    @Test("A pool takes nothing from others, and they nothing from it")
    func poolsApart() {
        let limits = RegistrationLimits(
            perAddress: .init(burst: 10, pause: 60_000), perPool: .init(burst: 5, pause: 60_000),
            total: .init(burst: 2, pause: 60_000), isInPool: { $0.hasPrefix("203.0.113.") ? "vendor" : nil })
        #expect(Self.run(limits, [0, 0, 0, 0], from: "203.0.113.1") == [true, true, true, true])
        #expect(Self.run(limits, [0, 0, 0], from: "192.0.2.1") == [true, true, false])
        #expect(Self.run(limits, [0, 0], from: "203.0.113.9") == [true, false])
    }

    @Test("What is given back can be taken again")
    func givingBack() throws {
        let limits = RegistrationLimits(
            perAddress: .init(burst: 1, pause: 60_000), total: .init(burst: 1, pause: 60_000))
        for _ in 0..<5 {
            guard case .granted(let ticket) = limits.take(from: "192.0.2.1", at: Self.start) else {
                Issue.record("refused")
                return
            }
            limits.giveBack(ticket)
        }
        #expect(Self.run(limits, [0, 0]) == [true, false])
    }

    @Test("However many addresses there are, what is remembered is bounded")
    func bounded() {
        let limits = RegistrationLimits(
            perAddress: .init(burst: 20, pause: 180_000), total: .init(burst: 1_000_000, pause: 1), capacity: 100)
        var granted = 0
        for number in 0..<10_000 {
            if Self.run(limits, [Int64(number / 1000)], from: "10.0.\(number / 250).\(number % 250)") == [true] {
                granted += 1
            }
        }
        #expect(granted == 100)
        #expect(limits.count == 100)
        // Who was remembered still may, and when time has passed others may too.
        #expect(Self.run(limits, [10], from: "10.0.0.1") == [true])
        #expect(Self.run(limits, [1000], from: "198.51.100.1") == [true])
        #expect(limits.count < 5)
    }

    @Test("With the usual limits, strangers everywhere leave as many places as there were registrations")
    func strangers() {
        let limits = RegistrationLimits()
        for number in 0..<10_000 { _ = limits.take(from: "10.1.\(number / 250).\(number % 250)", at: Self.start) }
        #expect(limits.count == 200)
    }
}
