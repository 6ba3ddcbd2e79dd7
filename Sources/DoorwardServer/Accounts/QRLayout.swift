/// The sizes of one version of a QR code at error correction level L (ISO/IEC 18004, tables 1, 9 and E.1).
struct QRLayout: Sendable {
    let version: Int

    private static let correctionPerBlock = [
        7, 10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28,
    ]
    private static let blockCounts = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4, 4, 4, 4, 4, 6, 6, 6, 6, 7, 8]

    /// The smallest version that so many bytes fit in.
    static func fitting(_ count: Int) -> QRLayout? {
        (1...blockCounts.count).map { QRLayout(version: $0) }.first {
            count * 8 + 4 + $0.countBits <= $0.dataCodewords * 8
        }
    }

    var size: Int { version * 4 + 17 }
    var blockCount: Int { Self.blockCounts[version - 1] }
    var correctionPerBlock: Int { Self.correctionPerBlock[version - 1] }
    var dataCodewords: Int { codewords - correctionPerBlock * blockCount }
    /// How many bits say the number of bytes.
    var countBits: Int { version < 10 ? 8 : 16 }

    /// The number of codewords, data and correction together.
    var codewords: Int {
        var modules = (16 * version + 128) * version + 64
        if version >= 2 {
            let count = version / 7 + 2
            modules -= (25 * count - 10) * count - 55
            if version >= 7 { modules -= 36 }
        }
        return modules / 8
    }

    /// The columns, and rows, of the centres of alignment patterns.
    var alignmentCentres: [Int] {
        guard version >= 2 else { return [] }
        let count = version / 7 + 2
        let step = (version * 4 + count * 2 + 1) / (count * 2 - 2) * 2
        return [6] + (0..<(count - 1)).map { size - 7 - $0 * step }
    }
}
