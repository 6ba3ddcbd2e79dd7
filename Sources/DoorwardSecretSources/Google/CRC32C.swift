/// The checksum of iSCSI (Castagnoli): polynomial 0x1EDC6F41 reflected, all ones in and out (RFC 3720 §12.1).
///
/// Secret Manager gives one with every payload and checks the one it is given (SecretPayload, `dataCrc32c`).
enum CRC32C {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0x82F6_3B78 : value >> 1 }
    }

    static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
        var value = UInt32.max
        for byte in bytes { value = value >> 8 ^ table[Int((value ^ UInt32(byte)) & 0xFF)] }
        return ~value
    }
}
