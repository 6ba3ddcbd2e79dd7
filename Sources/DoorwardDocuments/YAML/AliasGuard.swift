/// Refuses the one kind of alias bomb that goes off while the document is still being composed.
///
/// The composer shares what aliases stand for, so they cost nothing until they are written out, which is done with a
/// budget. Only keys are looked at as a whole, to find duplicates: a list of aliases to lists of aliases as a key
/// takes exponential time. So where there are many aliases, a key must not be made of them. A few cannot do harm.
enum AliasGuard {
    private static let harmless = 16

    static func check(_ text: String) throws(YAMLDocumentError) {
        var scan = Scan(bytes: Array(text.utf8))
        scan.run()
        guard scan.aliases > harmless, let place = scan.composedKey else { return }
        let (line, column) = scan.bytes.lineAndColumn(at: place)
        throw YAMLDocumentError(
            problem: "a key must be a text; aliases, lists and mappings cannot be keys", line: line, column: column)
    }

    /// A rough look that takes more for an alias or a composed key than is one, never less.
    private struct Scan {
        let bytes: [UInt8]
        var anchors: Set<[UInt8]> = []
        var aliases = 0
        var composedKey: Int?

        mutating func run() {
            var place = 0
            while place < bytes.count {
                switch bytes[place] {
                case UInt8(ascii: "&"): note(anchorAt: &place)
                case UInt8(ascii: "*"): note(aliasAt: &place)
                case UInt8(ascii: "]"), UInt8(ascii: "}"):
                    if isBeforeColon(place + 1) { composedKey = composedKey ?? place }
                case UInt8(ascii: "?"):
                    if startsToken(place), endsMark(place + 1) { composedKey = composedKey ?? place }
                default: break
                }
                place += 1
            }
        }

        private mutating func note(anchorAt place: inout Int) {
            let name = name(after: place)
            if !name.isEmpty { anchors.insert(Array(name)) }
            place += name.count
        }

        private mutating func note(aliasAt place: inout Int) {
            let name = name(after: place)
            guard !name.isEmpty, anchors.contains(Array(name)) else { return }
            aliases += 1
            if isBeforeColon(place + 1 + name.count) { composedKey = composedKey ?? place }
            place += name.count
        }

        private func name(after place: Int) -> ArraySlice<UInt8> {
            bytes[(place + 1)...].prefix { $0.isAlphanumeric || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
        }

        private func endsMark(_ place: Int) -> Bool {
            place >= bytes.count || bytes[place] <= 0x20 || "[{*&!".utf8.contains(bytes[place])
        }

        /// Whether only blanks lie between a place and a colon on the same line.
        private func isBeforeColon(_ place: Int) -> Bool {
            var place = place
            while place < bytes.count, bytes[place] == 0x20 || bytes[place] == 0x09 { place += 1 }
            return place < bytes.count && bytes[place] == UInt8(ascii: ":")
        }

        private func startsToken(_ place: Int) -> Bool {
            guard place > 0 else { return true }
            return bytes[place - 1] <= 0x20 || "[{,".utf8.contains(bytes[place - 1])
        }
    }
}
