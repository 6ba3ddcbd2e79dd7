internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// One request over the network, with one deadline over connecting, head and body.
struct HTTPProbeExchange: Sendable {
    let client: HTTPClient
    let message: HTTPClientRequest
    let probe: ProbeRequest

    /// What has come so far.
    private struct Progress {
        var response: ProbeResponse?
        var lastByte: ContinuousClock.Instant = .now

        /// An answer of events may never end; it is enough when one of them is whole and no other follows.
        var isRestingStream: Bool {
            guard let response, response.mediaType == "text/event-stream", lastByte.duration(to: .now) > .seconds(1)
            else { return false }
            let end = response.body.suffix(4)
            return end.suffix(2).elementsEqual([0x0A, 0x0A]) || end.elementsEqual([0x0D, 0x0A, 0x0D, 0x0A])
        }
    }

    private final class Box: Sendable {
        let progress = Mutex(Progress())
    }

    func run(at target: ConnectTarget) async -> Result<ProbeResponse, ProbeFailure> {
        let start = ContinuousClock.now
        let box = Box()
        let failure = await withTaskGroup(of: ProbeFailure?.self) { tasks in
            tasks.addTask { await read(into: box, at: target) }
            tasks.addTask { await watch(box, since: start) }
            defer { tasks.cancelAll() }
            return await tasks.next() ?? nil
        }
        if let failure { return .failure(failure) }
        guard var response = box.progress.withLock(\.response) else { return .failure(.timedOut(after: probe.timeout)) }
        response.elapsed = start.duration(to: .now)
        return .success(response)
    }

    /// Reads the answer; what went wrong, or nil.
    private func read(into box: Box, at target: ConnectTarget) async -> ProbeFailure? {
        do {
            let answer = try await client.execute(message, deadline: .now() + .nanoseconds(nanoseconds))
            let headers = answer.headers.map { (name: $0.name, value: $0.value) }
            var count = 0
            box.progress.withLock {
                $0.response = ProbeResponse(status: Int(answer.status.code), headers: headers)
                $0.lastByte = .now
            }
            for try await part in answer.body {
                let room = probe.maximumSize - count
                let isCut = part.readableBytes > room
                count += min(room, part.readableBytes)
                box.progress.withLock {
                    $0.response?.body += part.readableBytesView.prefix(room)
                    $0.response?.isCut = isCut
                    $0.lastByte = .now
                }
                if isCut { break }
            }
            return nil
        } catch {
            return ProbeFailure(error, at: target, after: probe.timeout)
        }
    }

    /// Ends when the time is over or a stream rests.
    private func watch(_ box: Box, since start: ContinuousClock.Instant) async -> ProbeFailure? {
        while true {
            let left = probe.timeout - start.duration(to: .now)
            guard left > .zero, !Task.isCancelled else { break }
            try? await Task.sleep(for: min(left, .milliseconds(250)))
            let isResting = box.progress.withLock { progress in
                if progress.isRestingStream { progress.response?.isCut = true }
                return progress.isRestingStream
            }
            if isResting { return nil }
        }
        return .timedOut(after: probe.timeout)
    }

    private var nanoseconds: Int64 {
        let parts = probe.timeout.components
        return parts.seconds * 1_000_000_000 + parts.attoseconds / 1_000_000_000
    }
}
