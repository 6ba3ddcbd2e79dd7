import Testing

@testable import DoorwardFetch

@Suite("The governor of fetches", .timeLimit(.minutes(5)))
struct FetchGovernorTests {
    private let clock = ManualSeconds()

    @Test("lets no more than 16 fetches run at once, and the others when their turn comes")
    func concurrent() async throws {
        let (fetcher, governor) = governor()
        let tasks = (0..<20).map { number in Self.start(governor, "https://h\(number).example/") }
        await waitUntil("16 do not begin") { fetcher.begun.count == 16 }
        for _ in 0..<4 { fetcher.release() }
        await waitUntil("the others do not begin") { fetcher.begun.count == 20 }
        #expect(Set(fetcher.begun).count == 20)
        fetcher.open()
        for task in tasks { #expect(await task.value == nil) }
    }

    @Test("lets no more than 4 run at once from one host and port, and those of others pass them")
    func concurrentPerOrigin() async throws {
        let (fetcher, governor) = governor()
        let same = (0..<6).map { number in Self.start(governor, "https://same.example/\(number)") }
        await waitUntil("4 do not begin") { fetcher.begun.count == 4 }
        let others = ["https://same.example:8443/", "https://other.example/"].map { Self.start(governor, $0) }
        await waitUntil("others are held up") { fetcher.begun.count == 6 }
        #expect(fetcher.begun.filter { $0.hasPrefix("https://same.example/") }.count == 4)
        // Another name for the same origin does not help.
        let upper = Self.start(governor, "https://SAME.example:443/7")
        fetcher.release("https://other.example/")
        #expect(await others[1].value == nil)
        #expect(fetcher.begun.count == 6)
        fetcher.open()
        for task in same + others + [upper] { #expect(await task.value == nil) }
        #expect(fetcher.begun.count == 9)
    }

    @Test("lets 30 begin in a minute from one origin, and 120 in all")
    func perMinute() async throws {
        let (fetcher, governor) = governor(isOpen: true)
        for number in 0..<30 { #expect(await Self.start(governor, "https://same.example/\(number)").value == nil) }
        clock.advance(by: 20)
        #expect(await Self.start(governor, "https://same.example/30").value == .overloaded(retryAfter: 41))
        for number in 0..<90 { #expect(await Self.start(governor, "https://h\(number).example/").value == nil) }
        #expect(await Self.start(governor, "https://new.example/").value == .overloaded(retryAfter: 41))
        #expect(fetcher.begun.count == 120)
        clock.advance(by: 40)
        #expect(await Self.start(governor, "https://new.example/").value == .overloaded(retryAfter: 1))
        clock.advance(by: 1)
        for number in 0..<30 { #expect(await Self.start(governor, "https://same.example/\(number)").value == nil) }
        #expect(await Self.start(governor, "https://new.example/").value == .overloaded(retryAfter: 20))
        #expect(fetcher.begun.count == 150)
    }

    @Test("forgets what a clock says that was set back")
    func clockSetBack() async throws {
        let (_, governor) = governor(isOpen: true)
        for number in 0..<30 { _ = await Self.start(governor, "https://same.example/\(number)").value }
        clock.advance(by: -100_000)
        #expect(await Self.start(governor, "https://same.example/").value == nil)
    }

    @Test("lets only so many wait, and only for so long")
    func waiting() async throws {
        var limits = FetchLimits()
        limits.concurrent = 1
        limits.waiting = 2
        limits.patience = .seconds(3_600)
        let (fetcher, governor) = governor(limits)
        let first = Self.start(governor, "https://a.example/")
        await waitUntil("it does not begin") { fetcher.begun.count == 1 }
        let waiting = (0..<3).map { Self.start(governor, "https://b\($0).example/") }
        // One of them is sent away, whichever came last.
        let over = ManualSeconds(0)
        for task in waiting {
            Task {
                _ = await task.value
                over.advance(by: 1)
            }
        }
        await waitUntil("nobody is sent away") { over.now == 1 }
        fetcher.open()
        var failures: [FetchFailure] = []
        for task in [first] + waiting { if let failure = await task.value { failures.append(failure) } }
        #expect(failures == [.overloaded(retryAfter: 1)])
        #expect(fetcher.begun.count == 3)

        limits.patience = .milliseconds(10)
        let (other, impatient) = self.governor(limits)
        let held = Self.start(impatient, "https://a.example/")
        await waitUntil("it does not begin") { other.begun.count == 1 }
        #expect(await Self.start(impatient, "https://b.example/").value == .overloaded(retryAfter: 1))
        other.open()
        #expect(await held.value == nil)
    }

    @Test("fetches equal documents once at a time, and different ones apart")
    func coalescing() async throws {
        let (fetcher, governor) = governor()
        let same = (0..<50).map { _ in Self.start(governor, "https://same.example/a") }
        await waitUntil("it does not begin") { fetcher.begun.count == 1 }
        var request = Self.request("https://same.example/a")
        request.fields = [("Accept", "application/json")]
        let other = Task { [request] in try await governor.fetch(request) }
        request.fields = []
        request.method = "POST"
        let post = Task { [request] in try await governor.fetch(request) }
        await waitUntil("the others do not begin") { fetcher.begun.count == 3 }
        fetcher.open()
        for task in same { #expect(await task.value == nil) }
        #expect(try await other.value.status == 200)
        #expect(try await post.value.status == 200)
        #expect(fetcher.begun.count <= 53)
        // What is over is over.
        let count = fetcher.begun.count
        #expect(await Self.start(governor, "https://same.example/a").value == nil)
        #expect(fetcher.begun.count == count + 1)
    }

    @Test("shares a failure with those who wait for it, and with nobody after")
    func failures() async throws {
        let (fetcher, governor) = governor()
        fetcher.set(.failure(.timedOut))
        let first = Self.start(governor, "https://same.example/a")
        await waitUntil("it does not begin") { fetcher.begun.count == 1 }
        fetcher.release()
        #expect(await first.value == .timedOut)
        fetcher.set(.success(FetchedDocument(status: 200)))
        fetcher.open()
        #expect(await Self.start(governor, "https://same.example/a").value == nil)
        #expect(fetcher.begun.count == 2)
    }

    @Test("stops a fetch when the last who waits for it has gone, and not before")
    func cancelled() async throws {
        let (fetcher, governor) = governor()
        let tasks = (0..<2).map { _ in Self.start(governor, "https://same.example/a") }
        await waitUntil("it does not begin") { fetcher.begun.count == 1 }
        // Both have to be aboard before one leaves.
        await waitUntil("the other does not come") { governor.passengers(Self.request("https://same.example/a")) == 2 }
        tasks[0].cancel()
        #expect(fetcher.cancelled == 0)
        tasks[1].cancel()
        await waitUntil("it is not stopped") { fetcher.cancelled == 1 }
        fetcher.open()
        for task in tasks { _ = await task.value }
        #expect(await Self.start(governor, "https://same.example/a").value == nil)
    }

    @Test("frees the place of one who gave up waiting")
    func cancelledWaiting() async throws {
        var limits = FetchLimits()
        limits.concurrent = 1
        limits.patience = .seconds(3_600)
        let (fetcher, governor) = governor(limits)
        let first = Self.start(governor, "https://a.example/")
        await waitUntil("it does not begin") { fetcher.begun.count == 1 }
        let waiting = Self.start(governor, "https://b.example/")
        waiting.cancel()
        #expect(await waiting.value == .unreachable("the fetch was given up"))
        fetcher.open()
        #expect(await first.value == nil)
        #expect(await Self.start(governor, "https://c.example/").value == nil)
        #expect(fetcher.begun == ["https://a.example/", "https://c.example/"])
    }

    @Test("does not limit what the configuration names")
    func configured() async throws {
        let (fetcher, governor) = governor(isOpen: true)
        for number in 0..<200 {
            var request = Self.request("https://keys.example/\(number)")
            request.trust = .configured
            #expect(try await governor.fetch(request).status == 200)
        }
        #expect(fetcher.begun.count == 200)
    }

    @Test("passes on why an address is refused, and does not count it")
    func refused() async throws {
        let (fetcher, governor) = governor(isOpen: true)
        for _ in 0..<200 {
            let failure = await Self.start(governor, "https://2130706433/").value
            if case .refusedAddress = failure { continue }
            Issue.record("\(String(describing: failure))")
        }
        #expect(fetcher.begun.isEmpty)
        #expect(await Self.start(governor, "https://a.example/").value == nil)
    }

    // MARK: - Ways

    private func governor(
        _ limits: FetchLimits = patient, isOpen: Bool = false
    ) -> (HeldFetcher, FetchGovernor) {
        let fetcher = HeldFetcher(isOpen: isOpen)
        return (fetcher, FetchGovernor(fetcher, limits: limits, now: { [clock] in clock.now }))
    }

    private static let patient: FetchLimits = {
        var limits = FetchLimits()
        limits.patience = .seconds(3_600)
        return limits
    }()

    private static func request(_ url: String) -> FetchRequest {
        FetchRequest(url, trust: .stranger, limit: 100, timeout: .seconds(60))
    }

    private static func start(_ governor: FetchGovernor, _ url: String) -> Task<FetchFailure?, Never> {
        Task {
            do throws(FetchFailure) {
                _ = try await governor.fetch(request(url))
                return nil
            } catch {
                return error
            }
        }
    }
}
