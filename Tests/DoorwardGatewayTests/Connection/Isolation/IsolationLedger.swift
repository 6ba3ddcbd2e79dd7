import NIOConcurrencyHelpers

/// What happened during the test, and what must not have.
final class IsolationLedger: Sendable {
    /// What has to happen at least once for the test to mean anything.
    enum Event: String, CaseIterable, Sendable {
        case verified, verifiedPrefix, verifiedRequestBody, verifiedTrailer, verifiedHEAD, verifiedNoContent
        case interim, reusedByCaller, reusedUpstream, pipelined, halfClosed, slowReader, longAnswer
        case callerResetWhileSending, callerResetWhileReading, callerResetWhileWaiting, cutRequest
        case refusedByGate, truncated, oldVersion, continued
        case health, manifest, notFound, noCredential, wrongKey, rotatedKeyTaken, rotatedKeyRefused, discardedBody
        case policyUpdate, targetChange
    }

    private struct State {
        var events: [Event: Int] = [:]
        var fates: [AnswerPlan.Fate: Int] = [:]
        var refusals: [String: Int] = [:]
        var violations: [String] = []
        var violationCount = 0
        var issued: Set<IsolationID> = []
        var requestIDs: Set<String> = []
    }

    private let state = NIOLockedValueBox(State())

    func count(_ event: Event) { state.withLockedValue { $0.events[event, default: 0] += 1 } }

    func count(_ fate: AnswerPlan.Fate) { state.withLockedValue { $0.fates[fate, default: 0] += 1 } }

    func count(refusal: String) { state.withLockedValue { $0.refusals[refusal, default: 0] += 1 } }

    /// Writes down what breaks the isolation of callers.
    func violation(_ text: String) {
        state.withLockedValue {
            $0.violationCount += 1
            if $0.violations.count < 20 { $0.violations.append(text) }
        }
    }

    func issue(_ id: IsolationID) { state.withLockedValue { _ = $0.issued.insert(id) } }

    func isIssued(_ id: IsolationID) -> Bool { state.withLockedValue { $0.issued.contains(id) } }

    /// Takes the id of an answer; false when another answer had it.
    func isNew(requestID: String) -> Bool { state.withLockedValue { $0.requestIDs.insert(requestID).inserted } }

    func total(_ event: Event) -> Int { state.withLockedValue { $0.events[event] ?? 0 } }

    func total(refusal: String) -> Int { state.withLockedValue { $0.refusals[refusal] ?? 0 } }

    var violations: [String] { state.withLockedValue { $0.violations } }
    var violationCount: Int { state.withLockedValue { $0.violationCount } }

    /// What has not happened yet.
    var missing: [String] {
        state.withLockedValue { state in
            Event.allCases.filter { state.events[$0] == nil }.map(\.rawValue)
                + AnswerPlan.Fate.allCases.filter { state.fates[$0] == nil }.map(\.rawValue)
        }
    }

    var summary: String {
        state.withLockedValue { state in
            let events = Event.allCases.map { "\($0.rawValue) \(state.events[$0] ?? 0)" }
            let fates = AnswerPlan.Fate.allCases.map { "\($0.rawValue) \(state.fates[$0] ?? 0)" }
            let refusals = state.refusals.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
            return "requests \(state.issued.count); \(events.joined(separator: ", ")); answers meant: "
                + "\(fates.joined(separator: ", ")); refusals of the gate: \(refusals.joined(separator: ", "))"
        }
    }

    /// The markers in the bytes that belong to others than this request; all of them when it is nil.
    static func foreignMarkers(in bytes: [UInt8], besides id: IsolationID?) -> [String] {
        let prefix = Array(IsolationID.markerPrefix.utf8)
        let own = id.map { Array($0.text.utf8) }
        var found: [String] = []
        bytes.withUnsafeBytes { raw in
            var start = 0
            while let place = raw.firstPlace(of: prefix, from: start) {
                start = place + prefix.count
                let text = Array(raw[start..<min(raw.count, start + 16)])
                if text != own { found.append(String(decoding: text, as: UTF8.self)) }
            }
        }
        return found
    }
}
