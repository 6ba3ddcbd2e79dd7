/// Looks for keys of known kinds in what is written in base64, as a whole: `Basic` credentials, secrets of Kubernetes.
enum EncodedKeyScan {
    private static let least = 32
    /// More bytes of one run are not decoded.
    private static let most = 1 << 17

    private static let isBase64: [Bool] = (0...255).map {
        KeyAlphabet.base64.contains(UInt8($0)) || $0 == 0x2D || $0 == 0x5F
    }

    static func search(_ text: [UInt8], into list: inout SightingList) {
        var place = 0
        while let run = nextRun(in: text, from: place) {
            if let sighting = sighting(in: run, of: text) { list.append(sighting) }
            place = run.upperBound
        }
    }

    private static func nextRun(in text: [UInt8], from start: Int) -> Range<Int>? {
        text.withUnsafeBufferPointer { text in
            isBase64.withUnsafeBufferPointer { isBase64 in
                var begin = start
                for place in start..<max(start, text.count) where !isBase64[Int(text[place])] {
                    if place - begin >= least { return begin..<place }
                    begin = place + 1
                }
                return text.count - begin >= least ? begin..<text.count : nil
            }
        }
    }

    private static func sighting(in run: Range<Int>, of text: [UInt8]) -> SecretSighting? {
        // Behind a slash of a URL or a data URI the run may begin in the middle; then nothing readable comes out.
        guard let head = Base64Form.decode(text[run].prefix(24)), head.allSatisfy(isText) else { return nil }
        let length = min(run.count, most) / 4 * 4
        guard let decoded = Base64Form.decode(text[run].prefix(run.count > most ? length : run.count)) else {
            return nil
        }
        var worst: SecretSighting?
        KeyShape.forEachSighting(in: decoded) { key in
            guard var sighting = SecretSearch.sighting(of: key, in: decoded) else { return true }
            sighting.range = run
            sighting.encodings = ["base64"]
            sighting.publicBytes = 0
            if worst.map({ $0.weight < sighting.weight }) ?? true { worst = sighting }
            return worst?.weight != .error
        }
        return worst
    }

    private static func isText(_ byte: UInt8) -> Bool {
        byte >= 0x20 && byte < 0x7F || byte == 0x0A || byte == 0x0D || byte == 0x09
    }
}
