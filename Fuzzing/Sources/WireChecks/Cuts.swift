/// Where an input is cut, and other choices of a check, as the input itself tells: the same input is always checked the same way.
struct Cuts {
    private var state: UInt64

    init(_ bytes: [UInt8]) {
        // FNV-1a.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        state = hash
    }

    /// SplitMix64.
    private mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func choose(_ count: Int) -> Int { Int(next() % UInt64(max(1, count))) }

    /// The input in two to four pieces, some perhaps empty.
    mutating func pieces(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        let places = (0...choose(3)).map { _ in choose(bytes.count + 1) }.sorted()
        var pieces: [ArraySlice<UInt8>] = []
        var start = 0
        for place in places + [bytes.count] {
            pieces.append(bytes[start..<place])
            start = place
        }
        return pieces
    }
}
