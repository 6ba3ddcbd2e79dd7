/// A QR code of some bytes (ISO/IEC 18004): byte mode, error correction level L, versions 1 to 20, so up to 858 bytes.
struct QRCode: Sendable {
    /// The number of modules on a side.
    private(set) var size: Int
    private var isDark: [Bool]
    /// The modules that are not data.
    private var isFixed: [Bool]

    /// Nil for more bytes than fit.
    init?(_ bytes: [UInt8]) {
        guard let layout = QRLayout.fitting(bytes.count) else { return nil }
        size = layout.size
        isDark = Array(repeating: false, count: size * size)
        isFixed = isDark
        drawPatterns(layout)
        place(QRCodewords.make(bytes, layout))
        let candidates = (0..<8).map { masked($0) }
        guard let best = candidates.min(by: { $0.penalty < $1.penalty }) else { return nil }
        self = best
    }

    /// Whether the module in a column and a row is dark.
    subscript(x: Int, y: Int) -> Bool { isDark[y * size + x] }

    /// The `viewBox` of an SVG image, with the light edge of four modules that readers need.
    var viewBox: String { "-4 -4 \(size + 8) \(size + 8)" }

    /// The `d` of an SVG path: one rectangle for each row of dark modules.
    var path: String {
        var path = ""
        for y in 0..<size {
            var x = 0
            while x < size {
                let start = x
                while x < size, self[x, y] { x += 1 }
                if x > start { path += "M\(start) \(y)h\(x - start)v1h\(start - x)z" }
                x += 1
            }
        }
        return path
    }

    // MARK: - Fixed patterns

    private mutating func fix(_ x: Int, _ y: Int, _ dark: Bool) {
        guard (0..<size).contains(x), (0..<size).contains(y) else { return }
        isDark[y * size + x] = dark
        isFixed[y * size + x] = true
    }

    private mutating func drawPatterns(_ layout: QRLayout) {
        for place in 0..<size {
            fix(6, place, place % 2 == 0)
            fix(place, 6, place % 2 == 0)
        }
        for (x, y) in [(3, 3), (size - 4, 3), (3, size - 4)] { drawRings(x, y, radius: 4) { $0 != 2 && $0 != 4 } }
        let centres = layout.alignmentCentres
        for x in centres {
            for y in centres where !(x == 6 && (y == 6 || y == size - 7)) && !(y == 6 && x == size - 7) {
                drawRings(x, y, radius: 2) { $0 != 1 }
            }
        }
        drawFormat(mask: 0)
        drawVersion(layout.version)
    }

    private mutating func drawRings(_ x: Int, _ y: Int, radius: Int, _ isDark: (Int) -> Bool) {
        for dy in -radius...radius {
            for dx in -radius...radius { fix(x + dx, y + dy, isDark(max(abs(dx), abs(dy)))) }
        }
    }

    /// The mask and the level twice over, with a BCH code.
    private mutating func drawFormat(mask: Int) {
        let data = 1 << 3 | mask
        var rest = data
        for _ in 0..<10 { rest = rest << 1 ^ (rest >> 9) * 0x537 }
        let bits = (data << 10 | rest) ^ 0x5412
        func bit(_ index: Int) -> Bool { bits >> index & 1 == 1 }
        for index in 0...5 { fix(8, index, bit(index)) }
        fix(8, 7, bit(6))
        fix(8, 8, bit(7))
        fix(7, 8, bit(8))
        for index in 9..<15 { fix(14 - index, 8, bit(index)) }
        for index in 0..<8 { fix(size - 1 - index, 8, bit(index)) }
        for index in 8..<15 { fix(8, size - 15 + index, bit(index)) }
        fix(8, size - 8, true)
    }

    private mutating func drawVersion(_ version: Int) {
        guard version >= 7 else { return }
        var rest = version
        for _ in 0..<12 { rest = rest << 1 ^ (rest >> 11) * 0x1F25 }
        let bits = version << 12 | rest
        for index in 0..<18 {
            let dark = bits >> index & 1 == 1
            fix(size - 11 + index % 3, index / 3, dark)
            fix(index / 3, size - 11 + index % 3, dark)
        }
    }

    // MARK: - Data

    /// Columns two by two from the right, up and down in turn.
    private mutating func place(_ codewords: [UInt8]) {
        var index = 0
        var right = size - 1
        var isUpward = true
        while right >= 1 {
            if right == 6 { right = 5 }
            for step in 0..<size {
                let y = isUpward ? size - 1 - step : step
                for x in [right, right - 1] where !isFixed[y * size + x] && index < codewords.count * 8 {
                    isDark[y * size + x] = codewords[index / 8] >> (7 - index % 8) & 1 == 1
                    index += 1
                }
            }
            isUpward.toggle()
            right -= 2
        }
    }

    private func masked(_ mask: Int) -> QRCode {
        var code = self
        for y in 0..<size {
            for x in 0..<size where !isFixed[y * size + x] {
                let flips =
                    switch mask {
                    case 0: (x + y) % 2 == 0
                    case 1: y % 2 == 0
                    case 2: x % 3 == 0
                    case 3: (x + y) % 3 == 0
                    case 4: (x / 3 + y / 2) % 2 == 0
                    case 5: x * y % 2 + x * y % 3 == 0
                    case 6: (x * y % 2 + x * y % 3) % 2 == 0
                    default: ((x + y) % 2 + x * y % 3) % 2 == 0
                    }
                if flips { code.isDark[y * size + x].toggle() }
            }
        }
        code.drawFormat(mask: mask)
        return code
    }

    /// How hard it is to read: long rows of one colour, and squares of four.
    private var penalty: Int {
        var penalty = 0
        for line in 0..<size {
            var runs = (across: 0, down: 0)
            for place in 1..<size {
                runs.across = self[place, line] == self[place - 1, line] ? runs.across + 1 : 0
                runs.down = self[line, place] == self[line, place - 1] ? runs.down + 1 : 0
                for run in [runs.across, runs.down] where run >= 4 { penalty += run == 4 ? 3 : 1 }
                guard line > 0 else { continue }
                let corner = self[place, line]
                if corner == self[place - 1, line], corner == self[place, line - 1], corner == self[place - 1, line - 1]
                {
                    penalty += 3
                }
            }
        }
        return penalty
    }
}
