extension KeyShape {
    /// For each two bytes the numbers of the shapes that begin with them, those with the longest prefix first.
    private static let byStart: [[Int]] = {
        var table = [[Int]](repeating: [], count: 1 << 16)
        let longestFirst = all.indices.sorted { (all[$1].prefix.count, $0) < (all[$0].prefix.count, $1) }
        for shape in longestFirst {
            let prefix = all[shape].prefix
            let first = Int(prefix[0]) << 8
            if prefix.count > 1 {
                table[first | Int(prefix[1])].append(shape)
            } else {
                for second in 0..<256 { table[first | second].append(shape) }
            }
        }
        return table
    }()

    /// Also where a private key, a token or the `://` of a URL may be.
    private static let isStart: [Bool] = {
        var flags = byStart.map { !$0.isEmpty }
        for pair in ["--", "ey", ":/", "Pu"] { flags[slot(Array(pair.utf8), 0)] = true }
        return flags
    }()

    @inline(__always)
    private static func slot(_ text: [UInt8], _ place: Int) -> Int { Int(text[place]) << 8 | Int(text[place + 1]) }

    /// Where texts of these shapes are, at most `limit` of those that are wanted.
    ///
    /// No shape looks at a byte twice, whatever the text: a look that failed is not begun again within the characters
    /// that it went through.
    static func sightings(
        in text: [UInt8], limit: Int, where isWanted: (KeySighting.Kind) -> Bool = { _ in true }
    ) -> [KeySighting] {
        var sightings: [KeySighting] = []
        guard limit > 0 else { return sightings }
        forEachSighting(in: text) { sighting in
            if isWanted(sighting.kind) { sightings.append(sighting) }
            return sightings.count < limit
        }
        return sightings
    }

    /// Shows all texts of these shapes, one after the other, until told to stop.
    static func forEachSighting(in text: [UInt8], _ look: (KeySighting) -> Bool) {
        guard text.count > 8 else { return }
        var scan = Scan(text: text)
        var place = 0
        while let start = nextStart(in: text, from: place) {
            place = start + 1
            guard let sighting = scan.sighting(at: start) else { continue }
            guard look(sighting) else { return }
            place = max(place, sighting.range.upperBound - 1)
        }
    }

    /// The next place where two bytes are with which a shape begins. Nearly all time of a scan is spent here.
    private static func nextStart(in text: [UInt8], from start: Int) -> Int? {
        text.withUnsafeBufferPointer { text in
            isStart.withUnsafeBufferPointer { isStart in
                guard start + 1 < text.count else { return nil }
                var pair = Int(text[start])
                for place in (start + 1)..<text.count {
                    pair = (pair << 8 | Int(text[place])) & 0xFFFF
                    if isStart[pair] { return place - 1 }
                }
                return nil
            }
        }
    }

    /// Where texts of these shapes are that must not be served, at most as many as a scan tells.
    static func hits(in text: [UInt8]) -> [LeakHit] {
        sightings(in: text, limit: LeakScan.mostFindings) { $0 != .test && $0 != .urlPassword }.map {
            LeakHit(offset: $0.range.lowerBound, what: $0.name, encoding: "plain")
        }
    }

    private struct Scan {
        let text: [UInt8]
        /// For each shape the end of what it went through last.
        private var seen = [Int](repeating: 0, count: all.count)
        private var seenOfTokens = 0

        init(text: [UInt8]) { self.text = text }

        mutating func sighting(at place: Int) -> KeySighting? {
            if let sighting = URLPassword.sighting(at: place, in: text) { return sighting }
            if let sighting = PrivateKeyShape.sighting(at: place, in: text) { return sighting }
            if let sighting = PuTTYKeyShape.sighting(at: place, in: text) { return sighting }
            let isWithinWord = place > 0 && (text[place - 1].isAlphanumeric || text[place - 1] == UInt8(ascii: "_"))
            if text[place] == UInt8(ascii: "e"), !isWithinWord, place >= seenOfTokens {
                let (end, isToken) = JWTShape.look(at: place, in: text)
                seenOfTokens = end
                if isToken { return KeySighting(name: "a JSON Web Token", kind: .webToken, range: place..<end) }
            }
            for shape in byStart[slot(text, place)] where place >= seen[shape] {
                let known = all[shape]
                guard !isWithinWord || known.lead != nil, text[place...].starts(with: known.prefix) else { continue }
                let look = known.look(at: place, in: text)
                seen[shape] = look.end
                guard look.isWellFormed, let kind = known.verdict(on: text, look) else { continue }
                return KeySighting(
                    name: known.name, kind: kind, range: look.start..<look.end,
                    prefix: known.lead == nil ? String(decoding: known.prefix, as: UTF8.self) : "")
            }
            return nil
        }
    }
}
