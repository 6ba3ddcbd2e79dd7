/// Values by exact path, looked up from bytes without making a string.
struct PathTable<Value: Sendable>: Sendable {
    private struct Entry: Sendable {
        let path: [UInt8]
        let value: Value
    }

    private var buckets: [[Entry]] = [[]]
    private(set) var count = 0

    init() {}

    init(_ values: [(path: [UInt8], value: Value)]) {
        var capacity = 1
        while capacity < values.count * 2 { capacity <<= 1 }
        buckets = Array(repeating: [], count: capacity)
        for (path, value) in values {
            let bucket = path.withUnsafeBytes(Self.hash) & (capacity - 1)
            if buckets[bucket].contains(where: { $0.path == path }) { continue }
            buckets[bucket].append(Entry(path: path, value: value))
            count += 1
        }
    }

    /// The value at this path; the first of several that were given.
    func value(at path: UnsafeRawBufferPointer) -> Value? {
        let bucket = Self.hash(path) & (buckets.count - 1)
        for entry in buckets[bucket] where entry.path.count == path.count {
            if entry.path.withUnsafeBytes({ $0.elementsEqual(path) }) { return entry.value }
        }
        return nil
    }

    /// FNV-1a. The table holds configured paths only, so nobody outside can make it collide.
    private static func hash(_ bytes: UnsafeRawBufferPointer) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
        return Int(truncatingIfNeeded: (hash ^ hash >> 32) & 0x7FFF_FFFF)
    }
}
