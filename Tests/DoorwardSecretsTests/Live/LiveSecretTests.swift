import DoorwardSecrets
import Testing

@Suite("A secret over time")
struct LiveSecretTests {
    private let reference = try! SecretReference(parsing: "file:/run/secret")
    private let keeping = SecretKeeping(refresh: 60, grace: 600, staleAfter: 900)

    private func version(_ text: String, label: String? = nil, renewBy: Int64? = nil) -> SecretVersion {
        SecretVersion(secret: Secret(utf8: text), label: label, renewBy: renewBy)
    }

    private func values(_ live: LiveSecret) -> [String] { live.versions.map { $0.secret.revealUTF8() ?? "" } }

    @Test("Values are live from their first reading until the grace after the first reading without them")
    func grace() {
        var live = LiveSecret(reference, due: 0)
        let old = version("old")
        #expect(
            live.succeeded(with: [old], at: 1000, keeping, jitter: 1)
                == [.appeared(reference, fingerprint: old.secret.fingerprint, label: nil)])
        let new = version("new", label: "2")
        let events = live.succeeded(with: [new], at: 1060, keeping, jitter: 1)
        #expect(
            events == [
                .appeared(reference, fingerprint: new.secret.fingerprint, label: "2"),
                .left(reference, fingerprint: old.secret.fingerprint, until: 1660),
            ])
        #expect(values(live) == ["new", "old"])
        #expect(live.current?.secret.revealUTF8() == "new")
        #expect(live.succeeded(with: [new], at: 1659, keeping, jitter: 1).isEmpty)
        #expect(values(live) == ["new", "old"])
        #expect(live.expire(at: 1660, keeping) == [.retired(reference, fingerprint: old.secret.fingerprint)])
        #expect(values(live) == ["new"])
        #expect(live.expire(at: 1661, keeping).isEmpty)
    }

    @Test("A value that comes back is no longer leaving, and its grace begins anew when it leaves again")
    func back() {
        var live = LiveSecret(reference, due: 0)
        _ = live.succeeded(with: [version("a")], at: 0, keeping, jitter: 1)
        _ = live.succeeded(with: [version("b")], at: 100, keeping, jitter: 1)
        #expect(live.versions[1].leftAt == 100)
        _ = live.succeeded(with: [version("b"), version("a")], at: 500, keeping, jitter: 1)
        #expect(live.versions.allSatisfy { $0.leftAt == nil })
        #expect(live.versions[1].firstSeen == 0)
        _ = live.succeeded(with: [version("b")], at: 650, keeping, jitter: 1)
        #expect(live.expire(at: 700, keeping).isEmpty)
        #expect(values(live) == ["b", "a"])
    }

    @Test("Without grace a value is over with the first reading that does not have it")
    func noGrace() {
        var live = LiveSecret(reference, due: 0)
        let none = SecretKeeping(refresh: 60, grace: 0)
        let old = version("old")
        _ = live.succeeded(with: [old], at: 0, none, jitter: 1)
        let events = live.succeeded(with: [version("new")], at: 1, none, jitter: 1)
        #expect(events.last == .retired(reference, fingerprint: old.secret.fingerprint))
        #expect(values(live) == ["new"])
    }

    @Test("A failed reading changes no value, however long the failures go on")
    func failures() {
        var live = LiveSecret(reference, due: 0)
        _ = live.succeeded(with: [version("a")], at: 0, keeping, jitter: 1)
        var now: Int64 = 60
        for _ in 0..<200 {
            _ = live.failed(.unavailable(reason: "down"), at: now, keeping, jitter: 1)
            #expect(live.expire(at: now, keeping).isEmpty)
            now = live.due
        }
        #expect(now > 3600)
        #expect(values(live) == ["a"])
        #expect(live.failures == 200)
        #expect(live.problem == "down")
        #expect(
            live.succeeded(with: [version("a")], at: now, keeping, jitter: 1)
                == [.recovered(reference, after: now - 60)])
        #expect(live.problem == nil)
    }

    @Test("A reading that may lack the version before keeps the one that is known, until there are two newer ones")
    func alone() {
        var live = LiveSecret(reference, due: 0)
        func lacking(_ text: String) -> SecretVersion {
            var version = version(text)
            version.isAlone = "the version before could not be read"
            return version
        }
        _ = live.succeeded(with: [version("b"), version("a")], at: 0, keeping, jitter: 1)
        #expect(live.succeeded(with: [lacking("b")], at: 60, keeping, jitter: 1).isEmpty)
        #expect(live.versions.map(\.leftAt) == [nil, nil])
        #expect(live.problem == nil && live.lastRead == 60)
        #expect(live.expire(at: 100_000, keeping).isEmpty)
        _ = live.succeeded(with: [lacking("c")], at: 100_000, keeping, jitter: 1)
        #expect(values(live) == ["c", "b", "a"])
        #expect(live.versions.map(\.leftAt) == [nil, nil, 100_000])
        _ = live.succeeded(with: [lacking("c")], at: 100_600, keeping, jitter: 1)
        #expect(values(live) == ["c", "b"])
        _ = live.succeeded(with: [lacking("d")], at: 200_000, keeping, jitter: 1)
        #expect(live.versions.map(\.leftAt) == [nil, nil, 200_000])
        // Whole again: what it does not have is gone.
        _ = live.succeeded(with: [version("d")], at: 200_100, keeping, jitter: 1)
        #expect(live.versions.map(\.leftAt) == [nil, 200_100, 200_000])
        #expect(live.dismiss(fingerprint: Secret(utf8: "c").fingerprint).count == 1)
    }

    @Test("A version that may only be missing can be dismissed by hand")
    func dismissMissing() {
        var live = LiveSecret(reference, due: 0)
        _ = live.succeeded(with: [version("b"), version("a")], at: 0, keeping, jitter: 1)
        #expect(live.dismiss(fingerprint: Secret(utf8: "a").fingerprint).isEmpty)
        var current = version("b")
        current.isAlone = "not to be had"
        _ = live.succeeded(with: [current], at: 1, keeping, jitter: 1)
        #expect(live.dismiss(fingerprint: Secret(utf8: "a").fingerprint).count == 1)
    }

    @Test("Of values that leave all the time the latest 32 are live")
    func manyLeaving() {
        var live = LiveSecret(reference, due: 0)
        var retired = 0
        for number in 0..<100 {
            retired += live.succeeded(with: [version("v\(number)")], at: Int64(number), keeping, jitter: 1)
                .count { if case .retired = $0 { true } else { false } }
        }
        #expect(values(live) == (67..<100).reversed().map { "v\($0)" })
        #expect(retired == 67)
    }

    @Test("A warning is told when it is new")
    func warnings() {
        var live = LiveSecret(reference, due: 0)
        func read(_ warnings: [String]) -> [SecretEvent] {
            live.succeeded(
                with: [SecretVersion(secret: Secret(utf8: "a"), warnings: warnings)], at: 0, keeping, jitter: 1
            ).filter { if case .warned = $0 { true } else { false } }
        }
        #expect(read(["x"]) == [.warned(reference, warning: "x")])
        #expect(read(["x"]).isEmpty)
        #expect(read(["y", "x"]) == [.warned(reference, warning: "y")])
        #expect(read([]).isEmpty)
        #expect(read(["x"]) == [.warned(reference, warning: "x")])
    }

    @Test("A value that is leaving goes in its time while its source is down")
    func leavingWhileDown() {
        var live = LiveSecret(reference, due: 0)
        _ = live.succeeded(with: [version("a")], at: 0, keeping, jitter: 1)
        _ = live.succeeded(with: [version("b")], at: 60, keeping, jitter: 1)
        _ = live.failed(.unavailable(reason: "down"), at: 120, keeping, jitter: 1)
        #expect(live.expire(at: 659, keeping).isEmpty)
        #expect(live.expire(at: 660, keeping).count == 1)
        #expect(values(live) == ["b"])
    }

    @Test("Attempts after failures come after 5, 10, 20, 40 seconds, and then no rarer than refreshes")
    func backOff() {
        var live = LiveSecret(reference, due: 0)
        var pauses: [Int64] = []
        for _ in 0..<6 {
            _ = live.failed(.unavailable(reason: "down"), at: 1000, keeping, jitter: 1)
            pauses.append(live.due - 1000)
        }
        #expect(pauses == [5, 10, 20, 40, 60, 60])
        for jitter in [0.9, 1, 1.1] {
            _ = live.failed(.throttled(reason: "slowly", retryAfter: 300), at: 1000, keeping, jitter: jitter)
            #expect((1300...1360).contains(live.due))
        }
        _ = live.failed(.throttled(reason: "slowly", retryAfter: 1_000_000), at: 1000, keeping, jitter: 1)
        #expect((1300...1360).contains(live.due))
        _ = live.failed(.throttled(reason: "slowly", retryAfter: nil), at: 1000, keeping, jitter: 1)
        #expect(live.due == 1060)
    }

    @Test("The next reading comes after the refresh, a tenth more or less, and before a lease ends")
    func schedule() {
        var live = LiveSecret(reference, due: 0)
        _ = live.succeeded(with: [version("a")], at: 1000, keeping, jitter: 0.9)
        #expect(live.due == 1054)
        #expect(!live.isDue(at: 1053, keeping))
        #expect(live.isDue(at: 1054, keeping))
        _ = live.succeeded(with: [version("a", renewBy: 1010)], at: 1000, keeping, jitter: 1.1)
        #expect(live.due == 1010)
        _ = live.succeeded(with: [version("a", renewBy: 5)], at: 1000, keeping, jitter: 1.1)
        #expect(live.due == 1001)
        live.hurry(at: 1000)
        #expect(live.isDue(at: 1000, keeping))
    }

    @Test("A clock that was set back puts readings off for two hours at most")
    func clockBack() {
        var live = LiveSecret(reference, due: 0)
        _ = live.succeeded(with: [version("a")], at: 1_000_000, keeping, jitter: 1)
        #expect(!live.isDue(at: 999_000, keeping))
        #expect(live.isDue(at: 900_000, keeping))
    }

    @Test("Failures are told once, then every ten minutes, and when the reason changes")
    func complaints() {
        var live = LiveSecret(reference, due: 0)
        func fail(_ reason: String, at now: Int64) -> Int {
            live.failed(.unavailable(reason: reason), at: now, keeping, jitter: 1).count
        }
        #expect(fail("down", at: 0) == 1)
        #expect(fail("down", at: 5) == 0)
        #expect(fail("denied", at: 10) == 1)
        #expect(fail("denied", at: 609) == 0)
        #expect(fail("denied", at: 610) == 1)
        _ = live.succeeded(with: [version("a")], at: 611, keeping, jitter: 1)
        #expect(fail("denied", at: 612) == 1)
    }

    @Test("Stale is what fails and was last read long ago")
    func stale() {
        var live = LiveSecret(reference, due: 0)
        _ = live.succeeded(with: [version("a")], at: 0, keeping, jitter: 1)
        #expect(!live.isStale(at: 10_000, keeping))
        _ = live.failed(.empty, at: 60, keeping, jitter: 1)
        #expect(!live.isStale(at: 899, keeping))
        #expect(live.isStale(at: 900, keeping))
        _ = live.succeeded(with: [version("a")], at: 901, keeping, jitter: 1)
        #expect(!live.isStale(at: 901, keeping))
        var never = LiveSecret(reference, due: 0)
        _ = never.failed(.empty, at: 100, keeping, jitter: 1)
        #expect(!never.isStale(at: 100_000, keeping))
    }

    @Test("The same value twice is one version, under the first label")
    func duplicates() {
        var live = LiveSecret(reference, due: 0)
        let events = live.succeeded(
            with: [version("a", label: "CURRENT"), version("a", label: "PENDING")], at: 0, keeping, jitter: 1)
        #expect(events.count == 1)
        #expect(live.versions.map(\.version.label) == ["CURRENT"])
    }

    @Test("A value that is leaving can be dismissed, one that its source has cannot")
    func dismissal() {
        var live = LiveSecret(reference, due: 0)
        let old = version("old")
        let new = version("new")
        _ = live.succeeded(with: [old], at: 0, keeping, jitter: 1)
        #expect(live.dismiss(fingerprint: old.secret.fingerprint).isEmpty)
        _ = live.succeeded(with: [new], at: 1, keeping, jitter: 1)
        #expect(live.dismiss(fingerprint: new.secret.fingerprint).isEmpty)
        #expect(
            live.dismiss(fingerprint: old.secret.fingerprint)
                == [.retired(reference, fingerprint: old.secret.fingerprint)])
        #expect(values(live) == ["new"])
    }
}
