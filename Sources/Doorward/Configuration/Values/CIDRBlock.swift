/// A range of IP addresses: an address and how many of its leading bits count (RFC 4632 §3.1).
public struct CIDRBlock: Sendable, Hashable, CustomStringConvertible {
    private let address: IPAddress
    /// How many leading bits count: 0…32 for IPv4, 0…128 for IPv6.
    public let prefixLength: Int

    init(address: IPAddress, prefixLength: Int) {
        self.address = address
        self.prefixLength = prefixLength
    }

    /// Reads `10.0.0.0/8`, `fd00::/8`, or a single address.
    ///
    /// - Throws: ``ConfigurationValueError``, also when bits behind the prefix are set: which of the two was meant?
    public init(parsing text: String) throws(ConfigurationValueError) {
        let hint = "write an address or a block such as 127.0.0.1, 10.0.0.0/8 or ::1"
        let slash = text.firstIndex(of: "/")
        guard let address = IPAddress(text[..<(slash ?? text.endIndex)]) else {
            throw ConfigurationValueError("\(text.echoed) is not an IP address or block", hint: hint)
        }
        let bits = address.bytes.count * 8
        var length = bits
        if let slash {
            let digits = text[text.index(after: slash)...]
            guard (1...3).contains(digits.utf8.count), digits.utf8.allSatisfy(\.isASCIIDigit), let number = Int(digits),
                number <= bits, String(number) == digits
            else { throw ConfigurationValueError("has a prefix length that is not 0 to \(bits)", hint: hint) }
            length = number
        }
        let masked = Self.mask(address.bytes, to: length)
        guard masked == address.bytes else {
            throw ConfigurationValueError(
                "\(text.echoed) has bits set behind its prefix", hint: "write \(IPAddress(bytes: masked))/\(length)")
        }
        let unmapped = address.unmapped
        if unmapped.isIPv4, bits == 128, length >= 96 {
            self.address = unmapped
            prefixLength = length - 96
        } else {
            self.address = address
            prefixLength = length
        }
    }

    /// Whether the address (4 or 16 bytes in network order) is in the block.
    ///
    /// An IPv4 address inside `::ffff:0:0/96` counts as IPv4, as listeners for both families report it.
    public func contains(_ bytes: some Collection<UInt8>) -> Bool {
        guard bytes.count == 4 || bytes.count == 16 else { return false }
        let candidate = IPAddress(bytes: Array(bytes)).unmapped.bytes
        guard candidate.count == address.bytes.count else { return false }
        return Self.mask(candidate, to: prefixLength) == address.bytes
    }

    /// Whether it holds every address of its family.
    public var isEverything: Bool { prefixLength == 0 }

    public var description: String {
        prefixLength == address.bytes.count * 8 ? address.description : "\(address)/\(prefixLength)"
    }

    private static func mask(_ bytes: [UInt8], to length: Int) -> [UInt8] {
        bytes.enumerated().map { index, byte in
            let kept = min(max(length - index * 8, 0), 8)
            return byte & UInt8(truncatingIfNeeded: 0xFF00 >> kept)
        }
    }
}

extension CIDRBlock: ConfigurationText {}
