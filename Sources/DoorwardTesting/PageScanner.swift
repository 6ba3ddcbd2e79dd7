/// Splits HTML into tags and texts, much as a browser's tokenizer does (HTML Living Standard §13.2.5).
enum PageScanner {
    static func pieces(of html: String) -> [FormPage.Piece] {
        var scanner = Scanner(scalars: Array(html.unicodeScalars))
        var pieces: [FormPage.Piece] = []
        while let piece = scanner.next() { pieces.append(piece) }
        return pieces
    }

    private struct Scanner {
        let scalars: [Unicode.Scalar]
        var place = 0

        mutating func next() -> FormPage.Piece? {
            guard place < scalars.count else { return nil }
            if isTagStart { return tag() }
            var text = ""
            repeat {
                text.unicodeScalars.append(scalars[place])
                place += 1
            } while place < scalars.count && !isTagStart
            return .text(Entities.decoded(text))
        }

        private var isTagStart: Bool {
            guard scalars[place] == "<", place + 1 < scalars.count else { return false }
            let next = scalars[place + 1]
            return next == "/" || next == "!" || (next.isASCII && next.properties.isAlphabetic)
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
            place += 1
            return isEnd ? .end(name: name) : .start(name: name, attributes: attributes)
        }

        private mutating func attribute() -> (String, String) {
            var name = take { !Self.isSpace($0) && $0 != "=" && $0 != ">" && $0 != "/" }.lowercased()
            if name.isEmpty { name = take { $0 == "=" } }
            guard place < scalars.count, scalars[place] == "=" else { return (name, "") }
            place += 1
            guard place < scalars.count, scalars[place] == "\"" || scalars[place] == "'" else {
                return (name, Entities.decoded(take { !Self.isSpace($0) && $0 != ">" }))
            }
            let quote = scalars[place]
            place += 1
            let value = take { $0 != quote }
            place += 1
            return (name, Entities.decoded(value))
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
            scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r"
        }
    }

    private enum Entities {
        private static let named: [Substring: String] = [
            "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "#39": "'",
        ]

        static func decoded(_ text: String) -> String {
            guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
            var decoded = ""
            var rest = Substring(text)
            while let ampersand = rest.unicodeScalars.firstIndex(of: "&") {
                decoded += rest[..<ampersand]
                let after = rest.unicodeScalars.index(after: ampersand)
                let name = rest.unicodeScalars[after...].prefix(8).prefix { $0 != ";" }
                let end = name.endIndex
                if end < rest.endIndex, rest.unicodeScalars[end] == ";", let character = named[Substring(name)] {
                    decoded += character
                    rest = rest[rest.unicodeScalars.index(after: end)...]
                } else {
                    decoded += "&"
                    rest = rest[after...]
                }
            }
            return decoded + rest
        }
    }
}
