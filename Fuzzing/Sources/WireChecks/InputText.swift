/// Inputs as lines of text: what is printable as it is, `\r`, `\n`, `\t`, `\\`, and `\xHH` for the rest.
///
/// A file of them is what a corpus is kept in: one input a line; lines that begin with `#` are remarks, empty lines nothing.
enum InputText {
    static func write(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for (place, byte) in bytes.enumerated() {
            switch byte {
            case 0x0D: text += Array(#"\r"#.utf8)
            case 0x0A: text += Array(#"\n"#.utf8)
            case 0x09: text += Array(#"\t"#.utf8)
            case 0x5C: text += Array(#"\\"#.utf8)
            // At a line's start it would be taken for a remark.
            case 0x23 where place == 0: text += Array(#"\x23"#.utf8)
            // Blanks at a line's end get lost in editors.
            case 0x20..<0x7F: text.append(byte)
            default: text += [0x5C, 0x78, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        if text.last == 0x20 { text.replaceSubrange((text.count - 1)..., with: Array(#"\x20"#.utf8)) }
        return text.isEmpty ? #"\-"# : String(decoding: text, as: UTF8.self)
    }

    /// The bytes of one line; nil when it is not written in this way.
    static func read(_ line: some Sequence<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = line.makeIterator()
        while let byte = rest.next() {
            guard byte == 0x5C else {
                bytes.append(byte)
                continue
            }
            switch rest.next() {
            case UInt8(ascii: "r"): bytes.append(0x0D)
            case UInt8(ascii: "n"): bytes.append(0x0A)
            case UInt8(ascii: "t"): bytes.append(0x09)
            case 0x5C: bytes.append(0x5C)
            // Nothing at all.
            case UInt8(ascii: "-"): break
            case UInt8(ascii: "x"):
                guard let high = rest.next().flatMap(digit), let low = rest.next().flatMap(digit) else { return nil }
                bytes.append(high << 4 | low)
            default: return nil
            }
        }
        return bytes
    }

    /// All the inputs of a file.
    static func readAll(_ file: some Sequence<UInt8>) -> [[UInt8]]? {
        var inputs: [[UInt8]] = []
        for line in Array(file).split(separator: 0x0A) where line.first != UInt8(ascii: "#") {
            guard let input = read(line) else { return nil }
            inputs.append(input)
        }
        return inputs
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
