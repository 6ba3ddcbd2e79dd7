/// What the gate accepts, the reference must understand in the same way.
enum ReadingComparison {
    /// The difference, or nil where there is none.
    static func difference(_ gate: WireReading, _ reference: WireReading) -> String? {
        for (place, ours) in gate.messages.enumerated() {
            guard place < reference.messages.count else { return "the reference refuses head \(place)" }
            let isLast = place == gate.messages.count - 1
            let theirs = reference.messages[place]
            if let difference = headDifference(ours, theirs) { return "\(difference) of message \(place)" }
            if let difference = bodyDifference(
                ours, theirs, isRefused: isLast && gate.isRefused, referenceRefuses: reference.isRefused)
            {
                return "\(difference) of message \(place)"
            }
        }
        if gate.ending == .more, reference.messages.count > gate.messages.count {
            return "the reference reads another message where the gate waits"
        }
        return nil
    }

    /// Whether what is framed is the same, when some bytes that should not matter were taken out.
    static func isSameButFor(_ reading: WireReading, _ plain: WireReading) -> Bool {
        guard reading.messages.count <= plain.messages.count else { return false }
        return zip(reading.messages, plain.messages).enumerated().allSatisfy { place, pair in
            // Small limits may have ended the first reading earlier.
            let mayBeCut = place == reading.messages.count - 1 && reading.isRefused
            return pair.0.framing == pair.1.framing
                && (mayBeCut
                    ? pair.1.body.starts(with: pair.0.body)
                    : pair.0.body == pair.1.body && (pair.0.end == nil) == (pair.1.end == nil))
        }
    }

    private static func headDifference(_ ours: WireMessage, _ theirs: WireMessage) -> String? {
        if ours.method != theirs.method { return "method" }
        if ours.target != theirs.target { return "target" }
        if ours.status != theirs.status { return "status" }
        if ours.reason.trimmed != theirs.reason.trimmed { return "reason phrase" }
        if ours.minor != theirs.minor { return "version" }
        if ours.fields != theirs.fields { return "fields" }
        if ours.framing != theirs.framing { return "framing" }
        if ours.keepAlive != theirs.keepAlive, !KnownDifference.isCloseWithKeepAlive(ours) { return "persistence" }
        return nil
    }

    private static func bodyDifference(
        _ ours: WireMessage, _ theirs: WireMessage, isRefused: Bool, referenceRefuses: Bool
    ) -> String? {
        guard let end = ours.end else {
            // What was given away before the end must have been read by both; only a reader that refuses may have stopped
            // before the other one.
            if ours.body == theirs.body { return nil }
            if isRefused { return theirs.body.starts(with: ours.body) ? nil : "body before the refusal" }
            return "body so far"
        }
        if theirs.end == nil { return "end (the reference \(referenceRefuses ? "refuses" : "waits"))" }
        if ours.body != theirs.body { return "body" }
        if end != theirs.end { return "end" }
        return trailerDifference(ours.trailers, theirs.trailers)
    }

    /// The gate passes some trailer fields on and leaves others out; it adds none and changes none.
    private static func trailerDifference(_ ours: [WireMessage.Field], _ theirs: [WireMessage.Field]) -> String? {
        var rest = ours[...]
        for field in theirs {
            if field == rest.first {
                rest.removeFirst()
            } else if !WithheldFields.isWithheld(field.key) {
                return "trailers"
            }
        }
        return rest.isEmpty ? nil : "trailers"
    }
}
