import DoorwardSecrets
import Synchronization
import Testing

/// A source whose answers a test decides on while it is being read.
private final class PuppetSource: SecretSource {
    typealias Answer = Result<[String], SecretSourceError>
    let schemes = ["env"]
    private let state = Mutex<(answers: [String: Answer], reads: [String: Int], delay: [String: Duration])>(
        ([:], [:], [:]))

    func set(_ name: String, _ answer: Answer) { state.withLock { $0.answers[name] = answer } }
    func delay(_ name: String, _ delay: Duration) { state.withLock { $0.delay[name] = delay } }
    func reads(_ name: String) -> Int { state.withLock { $0.reads[name] ?? 0 } }

    /// The most readings that were under way at the same time.
    var mostAtOnce: Int { atOnce.withLock { $0.most } }
    private let atOnce = Mutex<(now: Int, most: Int)>((0, 0))

    func read(_ reference: SecretReference) async throws(SecretSourceError) -> [SecretVersion] {
        atOnce.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
        defer { atOnce.withLock { $0.now -= 1 } }
        let name = reference.location
        let delay = state.withLock { state in
            state.reads[name, default: 0] += 1
            return state.delay[name]
        }
        // A source that does not heed its cancellation.
        if let delay { await Task { try? await Task.sleep(for: delay) }.value }
        switch state.withLock({ $0.answers[name] }) ?? .failure(.noVariable(name)) {
        case .success(let texts): return texts.map { SecretVersion(secret: Secret(utf8: $0)) }
        case .failure(let error): throw error
        }
    }
}

@Suite("The keeper of secrets")
struct SecretKeeperTests {
    private let source = PuppetSource()
    private let keeping = SecretKeeping(refresh: 60, grace: 600, staleAfter: 900)

    private func keeper(
        timeout: Duration = .seconds(60), check: @escaping SecretKeeper.Check = { _, _ in nil }
    ) -> SecretKeeper {
        var keeping = keeping
        keeping.timeout = timeout
        return SecretKeeper(
            resolver: SecretResolver(sources: [source]), keeping: keeping, check: check, jitter: { 1 })
    }

    private func reference(_ name: String) throws -> SecretReference { try SecretReference(parsing: "env:\(name)") }

    private func values(_ keeper: SecretKeeper, _ name: String) async throws -> [String] {
        try await keeper.live(reference(name))?.versions.map { $0.secret.revealUTF8() ?? "" } ?? []
    }

    private func tick(_ keeper: SecretKeeper, at now: Int64) async {
        for reading in await keeper.startDue(at: now) { await reading.value }
    }

    @Test("The start reads all at once, and names every one that fails")
    func start() async throws {
        source.set("A", .success(["a"]))
        for name in ["A", "B", "C", "D"] { source.delay(name, .milliseconds(300)) }
        source.set("D", .success(["d2", "d1"]))
        let references = try ["A", "B", "C", "D"].map(reference)
        let resolution = await keeper().read(references, at: 0)
        #expect(source.mostAtOnce > 1, "one after the other")
        #expect(resolution.secrets.map { $0.secret.revealUTF8() } == ["a", "d2", "d1"])
        #expect(resolution.problems.map(\.reference) == [references[1], references[2]])
        #expect(resolution.problems[0].description.contains("env:B: the environment has no variable B"))
    }

    @Test("A source that does not answer, nor heed being cancelled, costs the time-out and no more")
    func timeout() async throws {
        source.set("SLOW", .success(["s"]))
        source.delay("SLOW", .seconds(120))
        let begin = ContinuousClock.now
        let resolution = await keeper(timeout: .milliseconds(200)).read([try reference("SLOW")], at: 0)
        #expect(ContinuousClock.now - begin < .seconds(60))
        #expect(resolution.problems.map(\.reason) == ["no answer within 0.2 s"])
    }

    @Test("An optional secret that cannot be read is a warning, is tried again, and comes when it can")
    func optional() async throws {
        let keeper = keeper()
        let optional = try SecretReference(parsing: "optional:env:A")
        let resolution = await keeper.read([optional], at: 0)
        #expect(resolution.problems.isEmpty)
        #expect(resolution.secrets.isEmpty)
        #expect(resolution.warnings.count == 1)
        source.set("A", .success(["a"]))
        await tick(keeper, at: 4)
        #expect(try await values(keeper, "A").isEmpty)
        await tick(keeper, at: 5)
        #expect(try await values(keeper, "A") == ["a"])
    }

    @Test("A source that is down for an hour takes nothing away, is asked seldom, and recovers by itself")
    func hourDown() async throws {
        let keeper = keeper()
        source.set("A", .success(["a"]))
        _ = await keeper.read([try reference("A")], at: 0)
        source.set("A", .failure(.unavailable(reason: "down")))
        for now in stride(from: Int64(1), through: 3660, by: 1) {
            await tick(keeper, at: now)
            #expect(try await values(keeper, "A") == ["a"])
        }
        let live = try #require(await keeper.live(reference("A")))
        #expect(live.isStale(at: 3660, keeping))
        #expect((30...70).contains(live.failures), "\(live.failures)")
        source.set("A", .success(["b"]))
        for now in Int64(3661)...3721 { await tick(keeper, at: now) }
        #expect(try await values(keeper, "A") == ["b", "a"])
        #expect(try await keeper.live(reference("A"))?.problem == nil)
        for now in Int64(3722)...4330 { await tick(keeper, at: now) }
        #expect(try await values(keeper, "A") == ["b"])
    }

    @Test("A slow source does not hold up another one")
    func independence() async throws {
        let keeper = keeper()
        source.set("A", .success(["a"]))
        source.set("SLOW", .success(["s"]))
        _ = await keeper.read(try ["A", "SLOW"].map(reference), at: 0)
        source.delay("SLOW", .seconds(50))
        source.set("A", .success(["b"]))
        #expect(await keeper.startDue(at: 60).count == 2)
        let begin = ContinuousClock.now
        while try await values(keeper, "A") != ["b", "a"], ContinuousClock.now - begin < .seconds(40) {
            try await Task.sleep(for: .milliseconds(5))
        }
        #expect(try await values(keeper, "A") == ["b", "a"])
        #expect(try await values(keeper, "SLOW") == ["s"])
    }

    @Test("A change during a reading leads to another reading")
    func changeMeanwhile() async throws {
        let keeper = keeper()
        source.set("A", .success(["a"]))
        _ = await keeper.read([try reference("A")], at: 0)
        source.delay("A", .milliseconds(60))
        let readings = await keeper.startDue(at: 60)
        await keeper.hurry(at: 60)
        #expect(await keeper.startDue(at: 60).isEmpty, "one reading of a secret at a time")
        for reading in readings { await reading.value }
        #expect(await keeper.startDue(at: 60).count == 1)
    }

    @Test("A new value that would do harm is a failed reading, and an older one is left out")
    func check() async throws {
        let keeper = keeper { _, secret in secret.count < 3 ? "too short" : nil }
        source.set("A", .success(["good", "no"]))
        let resolution = await keeper.read([try reference("A")], at: 0)
        #expect(resolution.problems.isEmpty)
        #expect(try await values(keeper, "A") == ["good"])
        source.set("A", .success(["no", "good"]))
        await tick(keeper, at: 60)
        #expect(try await values(keeper, "A") == ["good"])
        #expect(try await keeper.live(reference("A"))?.problem == "too short")
    }

    @Test("Values that a broken source gives are not taken", arguments: [[], [""], ["a", ""]])
    func broken(texts: [String]) async throws {
        let keeper = keeper()
        source.set("A", .success(texts))
        #expect(await keeper.read([try reference("A")], at: 0).problems.count == 1)
    }

    @Test("What the configuration no longer names is forgotten, also while it is being read")
    func forgetting() async throws {
        let keeper = keeper()
        source.set("A", .success(["a"]))
        source.set("B", .success(["b"]))
        _ = await keeper.read(try ["A", "B"].map(reference), at: 0)
        source.delay("A", .milliseconds(50))
        let readings = await keeper.startDue(at: 60)
        await keeper.adopt(await keeper.draft([try reference("B")], at: 60), at: 60)
        for reading in readings { await reading.value }
        #expect(await keeper.all.map(\.reference) == [try reference("B")])
    }

    @Test("A draft that is not adopted changes nothing, whatever it found")
    func refusedDraft() async throws {
        let keeper = keeper()
        source.set("A", .success(["a"]))
        let optional = try SecretReference(parsing: "optional:env:LATER")
        _ = await keeper.read([try reference("A"), optional], at: 0)
        let other = PuppetSource()
        other.set("A", .success(["other"]))
        let draft = await keeper.draft(
            try ["A", "LATER", "NEW"].map(reference), resolver: SecretResolver(sources: [other]), at: 10)
        #expect(draft.resolution.problems.map(\.reference) == [optional, try reference("NEW")])
        #expect(draft.resolution.secrets.map { $0.secret.revealUTF8() } == ["other", "a"])
        #expect(try await values(keeper, "A") == ["a"])
        source.set("LATER", .success(["later"]))
        await tick(keeper, at: 60)
        #expect(try await values(keeper, "LATER") == ["later"])
        #expect(try await values(keeper, "A") == ["a"])
        #expect(try await keeper.live(reference("NEW")) == nil)
    }

    @Test("A reading that took long does not undo what a later one found, whichever way they were begun")
    func overtaken() async throws {
        let keeper = keeper()
        source.set("A", .success(["old"]))
        source.set("SLOW", .success(["s"]))
        let references = try ["A", "SLOW"].map(reference)
        _ = await keeper.read(references, at: 0)
        source.delay("SLOW", .milliseconds(300))
        async let draft = keeper.draft(references, at: 100)
        while source.reads("SLOW") < 2 { try await Task.sleep(for: .milliseconds(1)) }
        source.set("A", .success(["new"]))
        await keeper.hurry(at: 101) { $0.location == "A" }
        for reading in await keeper.startDue(at: 101, where: { $0.location == "A" }) { await reading.value }
        #expect(try await values(keeper, "A") == ["new", "old"])
        let read = await draft
        #expect(read.resolution.secrets.first?.secret.revealUTF8() == "new")
        await keeper.adopt(read, at: 102)
        #expect(try await values(keeper, "A") == ["new", "old"])
        #expect(await keeper.startDue(at: 102).count == 1, "it is read once more")
    }

    @Test("What a draft would put in force has what came into force since it was made")
    func agedDraft() async throws {
        let keeper = keeper()
        source.set("A", .success(["old"]))
        let references = [try reference("A")]
        _ = await keeper.read(references, at: 0)
        let draft = await keeper.draft(references, at: 10)
        source.set("A", .success(["new"]))
        await tick(keeper, at: 60)
        #expect(draft.resolution.secrets.map { $0.secret.revealUTF8() } == ["old"])
        let now = await keeper.resolution(of: draft, at: 61)
        #expect(now.secrets.map { $0.secret.revealUTF8() } == ["new", "old"])
    }

    @Test("A value that moves from one secret to another is live all the time, without a grace too")
    func together() async throws {
        let keeper = SecretKeeper(
            resolver: SecretResolver(sources: [source]), keeping: SecretKeeping(refresh: 60, grace: 0), jitter: { 1 })
        source.set("CURRENT", .success(["a"]))
        source.set("NEXT", .success(["b"]))
        let references = try ["CURRENT", "NEXT"].map(reference)
        _ = await keeper.read(references, at: 0)
        source.set("CURRENT", .success(["b"]))
        source.set("NEXT", .success(["c"]))
        source.delay("CURRENT", .milliseconds(100))
        async let done: Void = keeper.refresh(Set(references), at: 10)
        while source.reads("NEXT") < 2 { try await Task.sleep(for: .milliseconds(1)) }
        for _ in 0..<20 {
            let live = await keeper.all.flatMap(\.versions).map { $0.secret.revealUTF8() }
            #expect(live.contains("b"))
            try await Task.sleep(for: .milliseconds(10))
        }
        await done
        #expect(try await values(keeper, "CURRENT") == ["b"])
        #expect(try await values(keeper, "NEXT") == ["c"])
    }

    @Test("A reading under way by the sources of before does not count when others are in force")
    func otherSources() async throws {
        let keeper = keeper()
        source.set("A", .success(["a"]))
        let references = [try reference("A")]
        _ = await keeper.read(references, at: 0)
        source.delay("A", .milliseconds(200))
        source.set("A", .success(["from-before"]))
        let readings = await keeper.startDue(at: 60)
        let other = PuppetSource()
        other.set("A", .success(["other"]))
        await keeper.adopt(
            await keeper.draft(references, resolver: SecretResolver(sources: [other]), at: 60), at: 60)
        for reading in readings { await reading.value }
        #expect(try await values(keeper, "A") == ["other", "a"])
    }

    @Test("Reading again for a changed configuration keeps good values of a source that is down")
    func rereading() async throws {
        let keeper = keeper()
        source.set("A", .success(["a"]))
        _ = await keeper.read([try reference("A")], at: 0)
        source.set("A", .failure(.denied(reason: "no")))
        let resolution = await keeper.read(try ["A", "B"].map(reference), at: 10)
        #expect(resolution.secrets.map { $0.secret.revealUTF8() } == ["a"])
        #expect(resolution.problems.map(\.reference) == [try reference("B")])
        #expect(resolution.warnings.map(\.reason) == ["no"])
    }

    @Test("Events tell of what happens, in order", .timeLimit(.minutes(1)))
    func events() async throws {
        let keeper = keeper()
        source.set("A", .success(["a"]))
        let a = try reference("A")
        _ = await keeper.read([a], at: 0)
        source.set("A", .failure(.empty))
        await tick(keeper, at: 60)
        source.set("A", .success(["b"]))
        // Later than need be: a busy machine may have taken seconds for the readings, which count.
        await tick(keeper, at: 200)
        await keeper.startDue(at: 9000)
        var events: [SecretEvent] = []
        for await event in keeper.events {
            events.append(event)
            if events.count == 6 { break }
        }
        let (old, new) = (Secret(utf8: "a").fingerprint, Secret(utf8: "b").fingerprint)
        try #require(events.count == 6)
        let expected: [SecretEvent] = [
            .appeared(a, fingerprint: old, label: nil), .failed(a, reason: SecretSourceError.empty.description),
            .appeared(a, fingerprint: new, label: nil), .retired(a, fingerprint: old),
        ]
        #expect([events[0], events[1], events[3], events[5]] == expected)
        guard case .recovered(a, let after) = events[2], case .left(a, old, let until) = events[4] else {
            Issue.record("\(events)")
            return
        }
        #expect((80...200).contains(after) && (800...860).contains(until))
    }
}
