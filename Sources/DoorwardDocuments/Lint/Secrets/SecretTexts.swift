/// The secrets of a document, to be taken out of whatever else is said of it: rules quote values whole or in part, and
/// write names anew with `_` in the place of other signs.
///
/// Of each secret short pieces of its letters and digits are kept; whatever has one of them is masked.
struct SecretTexts {
    /// More bytes of one secret are not kept: no message quotes as many.
    private static let mostBytes = 4_096
    private static let mostPieces = 1_000_000
    /// Pieces of five that have a letter and a digit.
    private var mixed: Set<UInt64> = []
    /// Pieces of eight of any kind.
    private var long: Set<UInt64> = []

    /// Takes in a secret as it is written in a document, and as it reads when escapes are undone.
    mutating func add(_ sighting: SecretSighting, in document: [UInt8]) {
        guard sighting.kind != .clientSecret || sighting.weight == .error else { return }
        let written = document[sighting.range].prefix(Self.mostBytes * 2)
        DocumentView.forEach(of: Array(Self.core(of: written, sighting))) { add($0.bytes) }
    }

    private mutating func add(_ bytes: [UInt8]) {
        let letters = bytes.filter(\.isAlphanumeric).prefix(Self.mostBytes).map { $0.isLetter ? $0 | 0x20 : $0 }
        guard letters.count >= 5, long.count < Self.mostPieces else { return }
        var window: UInt64 = 0
        for (place, byte) in letters.enumerated() {
            window = window << 8 | UInt64(byte)
            if place >= 7 { long.insert(window) }
            if place >= 4, let piece = Self.mixedPiece(window) { mixed.insert(piece) }
        }
    }

    /// The last five bytes, if a letter and a digit are among them.
    private static func mixedPiece(_ window: UInt64) -> UInt64? {
        let piece = window & 0xFF_FFFF_FFFF
        // Of letters and digits only the latter have this bit unset.
        let letters = piece & 0x40_4040_4040
        return letters == 0 || letters == 0x40_4040_4040 ? nil : piece
    }

    /// The part of what was seen that is secret.
    private static func core(of bytes: ArraySlice<UInt8>, _ sighting: SecretSighting) -> ArraySlice<UInt8> {
        switch sighting.kind {
        case .urlPassword:
            guard let scheme = bytes.indices.first(where: { bytes[$0...].starts(with: "://".utf8) }) else {
                return bytes
            }
            let login = bytes[(scheme + 3)...]
            guard let colon = login.firstIndex(of: UInt8(ascii: ":")) else { return login }
            return login[(colon + 1)...]
        case .privateKey:
            if let part = PuTTYKeyShape.secretPart(of: bytes) { return part }
            guard bytes.starts(with: "----".utf8) else { return bytes }
            let words = "-----BEGIN OPENSSH PRIVATE KEY-----".utf8.count
            return bytes.dropFirst(words).prefix { $0 != UInt8(ascii: "-") }
        default: return bytes.dropFirst(sighting.encodings.isEmpty ? sighting.publicBytes : 0)
        }
    }

    /// The text with `•••` in the place of all words that hold a piece of a secret.
    ///
    /// - Parameter isName: whether the text is made of names, of which secrets may hold some (`password`); then only
    ///   pieces count that no name has.
    func masked(_ text: String, isName: Bool = false) -> String {
        guard !mixed.isEmpty || !long.isEmpty else { return text }
        let bytes = Array(text.utf8)
        var places: [Int] = []
        var isSecret = [Bool](repeating: false, count: bytes.count)
        var window: UInt64 = 0
        for place in bytes.indices where bytes[place].isAlphanumeric {
            places.append(place)
            window = window << 8 | UInt64(bytes[place].isLetter ? bytes[place] | 0x20 : bytes[place])
            var length = 0
            if places.count >= 8, !isName, long.contains(window) {
                length = 8
            } else if places.count >= 5, let piece = Self.mixedPiece(window), mixed.contains(piece) {
                length = 5
            }
            for hit in places.suffix(length) { isSecret[hit] = true }
        }
        return Self.masked(bytes, isSecret)
    }

    private static func masked(_ bytes: [UInt8], _ isSecret: [Bool]) -> String {
        guard isSecret.contains(true) else { return String(decoding: bytes, as: UTF8.self) }
        var shown: [UInt8] = []
        var place = 0
        while place < bytes.count {
            let end = bytes[place...].firstIndex { !$0.isAlphanumeric } ?? bytes.count
            guard end > place else {
                shown.append(bytes[place])
                place += 1
                continue
            }
            if isSecret[place..<end].contains(true) { shown += "•••".utf8 } else { shown += bytes[place..<end] }
            place = end
        }
        return String(decoding: shown, as: UTF8.self).replacing("••••••", with: "•••")
    }
}
