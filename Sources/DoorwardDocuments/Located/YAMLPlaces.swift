/// Turns libyaml's places, which count characters, into bytes.
struct YAMLPlaces {
    private static let stride = 64

    private let bytes: UnsafeBufferPointer<UInt8>
    /// How many bytes are before what libyaml sees: a byte order mark.
    private let offset: Int
    /// The byte at which every so many-th character begins; empty when each character is one byte.
    private var marks: [Int32] = []

    init(_ bytes: UnsafeBufferPointer<UInt8>, from offset: Int) {
        self.bytes = bytes
        self.offset = offset
        guard bytes[offset...].contains(where: { $0 >= 0x80 }) else { return }
        var left = 0
        for place in offset..<bytes.count where bytes[place] & 0xC0 != 0x80 {
            if left == 0 {
                marks.append(Int32(place))
                left = Self.stride
            }
            left -= 1
        }
    }

    /// The byte at which a character begins.
    func byte(_ character: Int) -> Int {
        guard !marks.isEmpty else { return min(offset + character, bytes.count) }
        guard character / Self.stride < marks.count else { return bytes.count }
        var place = Int(marks[character / Self.stride])
        var left = character % Self.stride
        while left > 0, place < bytes.count {
            place += 1
            while place < bytes.count, bytes[place] & 0xC0 == 0x80 { place += 1 }
            left -= 1
        }
        return place
    }
}
