/// Splits HTML into tags and texts, much as a browser's tokenizer does (HTML Living Standard §13.2.5).
enum PageScanner {
    static func pieces(of html: String) -> [FormPage.Piece] {
        var scanner = Scanner(scalars: Array(html.unicodeScalars))
        var pieces: [FormPage.Piece] = []
        while let piece = scanner.next() { pieces.append(piece) }
        return pieces
    }

    /// Elements whose content is text, whatever it looks like; true where character references count in it.
    private static let textOnly = [
        "script": false, "style": false, "xmp": false, "iframe": false, "noembed": false, "textarea": true,
        "title": true,
    ]

    private struct Scanner {
        let scalars: [Unicode.Scalar]
        var place = 0
        /// The element just begun, when its content is text only.
        var textElement: String?

        mutating func next() -> FormPage.Piece? {
            if let element = textElement {
                textElement = nil
                let text = content(of: element)
                if !text.isEmpty {
                    return .text(PageScanner.textOnly[element] == true ? CharacterReference.decoded(text) : text)
                }
            }
            while skipComment() {}
            guard place < scalars.count else { return nil }
            if isTagStart { return tag() }
            var text = ""
            repeat {
                text.unicodeScalars.append(scalars[place])
                place += 1
            } while place < scalars.count && !isTagStart
            return .text(CharacterReference.decoded(text))
        }

        private var isTagStart: Bool {
            guard scalars[place] == "<", place + 1 < scalars.count else { return false }
            let next = scalars[place + 1]
            return next == "/" || next == "!" || (next.isASCII && next.properties.isAlphabetic)
        }

        private func isAt(_ text: String) -> Bool {
            var there = place
            for scalar in text.unicodeScalars {
                guard there < scalars.count, Self.lowered(scalars[there]) == scalar.value else { return false }
                there += 1
            }
            return true
        }

        private static func lowered(_ scalar: Unicode.Scalar) -> UInt32 {
            (0x41...0x5A).contains(scalar.value) ? scalar.value + 0x20 : scalar.value
        }

        private mutating func skipComment() -> Bool {
            guard isAt("<!--") else { return false }
            place += 4
            while place < scalars.count, !isAt("-->") { place += 1 }
            place = min(place + 3, scalars.count)
            return true
        }

        /// All up to the end tag of an element.
        private mutating func content(of element: String) -> String {
            var text = ""
            while place < scalars.count, !(scalars[place] == "<" && isAt("</" + element)) {
                text.unicodeScalars.append(scalars[place])
                place += 1
            }
            return text
        }

        private mutating func tag() -> FormPage.Piece {
            place += 1
            let isEnd = scalars[place] == "/"
            if isEnd { place += 1 }
            let name = take { !Self.isSpace($0) && $0 != ">" && $0 != "/" }.lowercased()
            var attributes: [String: String] = [:]
            while place < scalars.count, scalars[place] != ">" {
                if Self.isSpace(scalars[place]) || scalars[place] == "/" {
                    place += 1
                } else {
                    let (name, value) = attribute()
                    // The first of two attributes with one name counts.
                    if attributes[name] == nil { attributes[name] = value }
                }
            }
            place = min(place + 1, scalars.count)
            if !isEnd, PageScanner.textOnly[name] != nil { textElement = name }
            return isEnd ? .end(name: name) : .start(name: name, attributes: attributes)
        }

        private mutating func attribute() -> (String, String) {
            var name = take { !Self.isSpace($0) && $0 != "=" && $0 != ">" && $0 != "/" }.lowercased()
            if name.isEmpty { name = take { $0 == "=" } }
            skipSpaceBeforeEquals()
            guard place < scalars.count, scalars[place] == "=" else { return (name, "") }
            place += 1
            while place < scalars.count, Self.isSpace(scalars[place]) { place += 1 }
            guard place < scalars.count, scalars[place] == "\"" || scalars[place] == "'" else {
                return (name, CharacterReference.decoded(take { !Self.isSpace($0) && $0 != ">" }))
            }
            let quote = scalars[place]
            place += 1
            let value = take { $0 != quote }
            place = min(place + 1, scalars.count)
            return (name, CharacterReference.decoded(value))
        }

        private mutating func skipSpaceBeforeEquals() {
            var there = place
            while there < scalars.count, Self.isSpace(scalars[there]) { there += 1 }
            if there < scalars.count, scalars[there] == "=" { place = there }
        }

        private mutating func take(while condition: (Unicode.Scalar) -> Bool) -> String {
            var taken = ""
            while place < scalars.count, condition(scalars[place]) {
                taken.unicodeScalars.append(scalars[place])
                place += 1
            }
            return taken
        }

        private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
            scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r" || scalar == "\u{C}"
        }
    }
}
