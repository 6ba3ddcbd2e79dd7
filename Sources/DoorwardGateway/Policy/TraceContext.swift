/// The W3C trace context of one request: whose trace it belongs to, and the gate's own span in it.
struct TraceContext {
    /// 32 lower-case hexadecimal digits.
    var traceID: (UInt64, UInt64)
    var spanID: UInt64
    var flags: UInt8
    /// Whether the caller sent a valid `traceparent`, so that its `tracestate` means something.
    var isContinued: Bool

    /// Continues the caller's trace, or starts one when there is none that is valid (W3C Trace Context §3.2).
    init(continuing parent: UnsafeRawBufferPointer?, using random: inout IdentifierSource) {
        spanID = random.next() | 1
        if let parent, let (trace, flags) = Self.parse(parent) {
            traceID = trace
            self.flags = flags
            isContinued = true
        } else {
            traceID = (random.next() | 1, random.next())
            flags = 1
            isContinued = false
        }
    }

    /// `00-` trace `-` parent `-` flags, all lower-case hexadecimal, neither id all zeros.
    private static func parse(_ bytes: UnsafeRawBufferPointer) -> ((UInt64, UInt64), UInt8)? {
        guard bytes.count >= 55, bytes[2] == ByteClass.hyphen, bytes[35] == ByteClass.hyphen,
            bytes[52] == ByteClass.hyphen, let version = number(bytes[slice: 0..<2]), version != 0xFF,
            version == 0 ? bytes.count == 55 : bytes.count == 55 || bytes[55] == ByteClass.hyphen,
            let high = number(bytes[slice: 3..<19]), let low = number(bytes[slice: 19..<35]), high | low != 0,
            let parent = number(bytes[slice: 36..<52]), parent != 0, let flags = number(bytes[slice: 53..<55])
        else { return nil }
        return ((high, low), UInt8(truncatingIfNeeded: flags) & 1)
    }

    private static func number(_ digits: UnsafeRawBufferPointer) -> UInt64? {
        var value: UInt64 = 0
        for byte in digits {
            guard let digit = ByteClass.hexValue(byte), !(byte >= 0x41 && byte <= 0x46) else { return nil }
            value = value << 4 | UInt64(digit)
        }
        return value
    }
}

/// Makes request, trace and span ids: unique, not secret (xoshiro256**, seeded by the system).
struct IdentifierSource: RandomNumberGenerator {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    init() {
        var system = SystemRandomNumberGenerator()
        state = (system.next() | 1, system.next(), system.next(), system.next())
    }

    mutating func next() -> UInt64 {
        let product = state.1 &* 5
        let result = (product << 7 | product >> 57) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = state.3 << 45 | state.3 >> 19
        return result
    }
}
