/// The codewords of a QR code: the data, and a Reed–Solomon code over GF(2^8) with the polynomial 0x11D.
enum QRCodewords {
    /// All codewords in the order in which they are drawn.
    static func make(_ bytes: [UInt8], _ layout: QRLayout) -> [UInt8] {
        let data = padded(bytes, layout)
        let short = layout.codewords / layout.blockCount - layout.correctionPerBlock
        let shortBlocks = layout.blockCount - layout.codewords % layout.blockCount
        let divisor = divisor(degree: layout.correctionPerBlock)
        var blocks: [ArraySlice<UInt8>] = []
        var start = 0
        for index in 0..<layout.blockCount {
            let length = short + (index < shortBlocks ? 0 : 1)
            blocks.append(data[start..<(start + length)])
            start += length
        }
        var codewords: [UInt8] = []
        for index in 0...short {
            for block in blocks where index < block.count { codewords.append(block[block.startIndex + index]) }
        }
        let corrections = blocks.map { remainder(of: $0, by: divisor) }
        for index in 0..<layout.correctionPerBlock { codewords += corrections.map { $0[index] } }
        return codewords
    }

    /// Mode, number of bytes, the bytes, and what fills the rest.
    private static func padded(_ bytes: [UInt8], _ layout: QRLayout) -> [UInt8] {
        var bits: [Bool] = []
        func append(_ value: Int, _ count: Int) {
            for index in (0..<count).reversed() { bits.append(value >> index & 1 == 1) }
        }
        append(4, 4)
        append(bytes.count, layout.countBits)
        for byte in bytes { append(Int(byte), 8) }
        append(0, min(4, layout.dataCodewords * 8 - bits.count))
        append(0, (8 - bits.count % 8) % 8)
        var words = stride(from: 0, to: bits.count, by: 8).map { start in
            bits[start..<(start + 8)].reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) }
        }
        var filler: UInt8 = 0xEC
        while words.count < layout.dataCodewords {
            words.append(filler)
            filler ^= 0xEC ^ 0x11
        }
        return words
    }

    private static func divisor(degree: Int) -> [UInt8] {
        var result = Array(repeating: UInt8(0), count: degree - 1) + [1]
        var root: UInt8 = 1
        for _ in 0..<degree {
            for index in 0..<degree {
                result[index] = product(result[index], root)
                if index + 1 < degree { result[index] ^= result[index + 1] }
            }
            root = product(root, 2)
        }
        return result
    }

    private static func remainder(of data: ArraySlice<UInt8>, by divisor: [UInt8]) -> [UInt8] {
        var result = Array(repeating: UInt8(0), count: divisor.count)
        for byte in data {
            let factor = byte ^ result.removeFirst()
            result.append(0)
            for index in divisor.indices { result[index] ^= product(divisor[index], factor) }
        }
        return result
    }

    private static func product(_ one: UInt8, _ two: UInt8) -> UInt8 {
        var result: UInt16 = 0
        for index in (0..<8).reversed() {
            result = result << 1 ^ (result >> 7) * 0x11D
            if two >> UInt8(index) & 1 == 1 { result ^= UInt16(one) }
        }
        return UInt8(truncatingIfNeeded: result)
    }
}
