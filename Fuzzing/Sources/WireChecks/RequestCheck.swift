import NIOCore

@testable import DoorwardGateway

/// What must hold of the bytes of a connection that brings requests.
enum RequestCheck {
    static func check(_ bytes: [UInt8]) -> Discrepancy? {
        var cuts = Cuts(bytes)
        // Every fourth input meets small limits; the reference has none.
        let limits = cuts.choose(4) == 0 ? HeadLimits(head: 200, target: 40, fields: 6) : HeadLimits()
        let whole = GateReader.read([bytes[...]], as: .requests(limits))
        if let split = splitDifference(bytes, cuts: &cuts, whole: whole, limits: limits) { return split }
        if let difference = againstReference(whole, bytes) { return difference }
        for (place, request) in whole.requestHeads.enumerated() where !request.head.asksForWebSocket {
            let forwarded = ForwardedRequest(request.head, request.bytes, whole.reading.messages[place], &cuts)
            if let difference = forwarded.difference() {
                let isComplete = whole.reading.messages[place].end != nil
                return Discrepancy(
                    what: "forwarded request \(place): \(difference)", input: bytes,
                    details: [
                        "\(whole.reading.messages[place])",
                        "written \(InputText.write(forwarded.bytes)) complete=\(isComplete)",
                    ])
            }
        }
        return nil
    }

    private static func splitDifference(
        _ bytes: [UInt8], cuts: inout Cuts, whole: GateReader, limits: HeadLimits
    ) -> Discrepancy? {
        let pieces = cuts.pieces(bytes)
        let split = GateReader.read(pieces, as: .requests(limits)).reading
        guard split.withoutWords != whole.reading.withoutWords else { return nil }
        return Discrepancy(
            what: "cut at \(pieces.dropLast().map(\.endIndex)) it is another", input: bytes,
            details: ["whole \(whole.reading)", "cut   \(split)"])
    }

    /// Compares with the reference's reading.
    static func againstReference(_ gate: GateReader, _ bytes: [UInt8]) -> Discrepancy? {
        let reading = gate.reading
        // Nothing was accepted: nothing to compare. Where the gate only waits, the reference must wait as well.
        if reading.messages.isEmpty, reading.ending != .more { return nil }
        let reference = ReferenceReader.read(bytes, as: .requests)
        guard let difference = ReadingComparison.difference(reading, reference.reading) else { return nil }
        guard let plain = KnownDifference.plainer(bytes, reference.refusedAt, heads: gate.heads) else {
            return Discrepancy(
                what: difference, input: bytes,
                details: ["gate      \(reading)", "reference \(reference.reading) at \(reference.refusedAt)"])
        }
        // In all else they must agree.
        let again = GateReader.read([plain[...]], as: .requests(HeadLimits()))
        guard ReadingComparison.isSameButFor(reading, again.reading) else {
            return Discrepancy(
                what: "what the reference refuses matters", input: bytes, details: ["\(reading)", "\(again.reading)"])
        }
        return againstReference(again, plain)
    }
}
