import NIOCore

@testable import DoorwardGateway

/// What must hold of the bytes of a connection that brings an API's answer; read both as the answer to `GET` and to `HEAD`.
enum ResponseCheck {
    static func check(_ bytes: [UInt8]) -> Discrepancy? {
        var cuts = Cuts(bytes)
        return check(bytes, toHEAD: false, &cuts) ?? check(bytes, toHEAD: true, &cuts)
    }

    static func check(_ bytes: [UInt8], toHEAD: Bool, _ cuts: inout Cuts) -> Discrepancy? {
        let kind = GateReader.Kind.answer(toHEAD: toHEAD)
        let whole = GateReader.read([bytes[...]], as: kind)
        let pieces = cuts.pieces(bytes)
        let split = GateReader.read(pieces, as: kind).reading
        if split.withoutWords != whole.reading.withoutWords {
            return Discrepancy(
                what: "cut at \(pieces.dropLast().map(\.endIndex)) it is another", input: bytes,
                details: ["whole \(whole.reading)", "cut   \(split)"])
        }
        if let difference = againstReference(whole, bytes, toHEAD: toHEAD) { return difference }
        for (place, answer) in whole.responseHeads.enumerated() {
            let passed = PassedAnswer(
                answer.head, answer.bytes, whole.reading.messages[place], toHEAD: toHEAD, &cuts)
            if let difference = passed.difference() {
                return Discrepancy(
                    what: "passed answer \(place): \(difference)", input: bytes,
                    details: ["\(whole.reading.messages[place])", "written \(InputText.write(passed.bytes))"])
            }
        }
        return nil
    }

    private static func againstReference(_ gate: GateReader, _ bytes: [UInt8], toHEAD: Bool) -> Discrepancy? {
        let reading = gate.reading
        if reading.messages.isEmpty, reading.ending != .more { return nil }
        let reference = ReferenceReader.read(bytes, as: .answer(toHEAD: toHEAD))
        guard let difference = ReadingComparison.difference(reading, reference.reading) else { return nil }
        if let plain = KnownDifference.plainer(bytes, reference.refusedAt, heads: gate.heads) {
            // In all else they must agree.
            let again = GateReader.read([plain[...]], as: .answer(toHEAD: toHEAD))
            guard ReadingComparison.isSameButFor(reading, again.reading) else {
                return Discrepancy(
                    what: "what the reference refuses matters", input: bytes,
                    details: ["\(reading)", "\(again.reading)"])
            }
            return againstReference(again, plain, toHEAD: toHEAD)
        }
        return Discrepancy(
            what: difference, input: bytes,
            details: [
                "answer to \(toHEAD ? "HEAD" : "GET")", "gate      \(reading)",
                "reference \(reference.reading) at \(reference.refusedAt)",
            ])
    }
}
