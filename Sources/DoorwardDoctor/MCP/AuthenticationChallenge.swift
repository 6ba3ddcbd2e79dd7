/// One challenge of a `WWW-Authenticate` field (RFC 9110 section 11.6.1).
struct AuthenticationChallenge: Sendable {
    /// In lower case.
    let scheme: String
    /// Names in lower case, values without their quotation marks.
    private(set) var parameters: [(name: String, value: String)] = []

    subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }

    /// The challenges of all the fields, in order. What cannot be read is passed over.
    static func all(in fields: [String]) -> [AuthenticationChallenge] {
        fields.flatMap { field in
            var reader = Reader(bytes: Array(field.utf8))
            return reader.challenges()
        }
    }

    private struct Reader {
        let bytes: [UInt8]
        var place = 0

        mutating func challenges() -> [AuthenticationChallenge] {
            var list: [AuthenticationChallenge] = []
            while place < bytes.count {
                skip(" \t,")
                let name = token()
                guard !name.isEmpty else {
                    place += 1
                    continue
                }
                skip(" \t")
                if peek == UInt8(ascii: "="), !list.isEmpty {
                    place += 1
                    skip(" \t")
                    list[list.count - 1].parameters.append((name.lowercased(), value()))
                } else {
                    list.append(AuthenticationChallenge(scheme: name.lowercased()))
                }
            }
            return list
        }

        private var peek: UInt8? { place < bytes.count ? bytes[place] : nil }

        private mutating func skip(_ what: String) {
            while let byte = peek, what.utf8.contains(byte) { place += 1 }
        }

        private mutating func token() -> String {
            let start = place
            while let byte = peek, byte > 0x20, byte < 0x7F, !"=,\"".utf8.contains(byte) { place += 1 }
            return String(decoding: bytes[start..<place], as: UTF8.self)
        }

        private mutating func value() -> String {
            guard peek == UInt8(ascii: "\"") else { return token() }
            place += 1
            var text: [UInt8] = []
            while let byte = peek {
                place += 1
                if byte == UInt8(ascii: "\"") { break }
                if byte == UInt8(ascii: "\\"), let next = peek {
                    text.append(next)
                    place += 1
                } else {
                    text.append(byte)
                }
            }
            return String(decoding: text, as: UTF8.self)
        }
    }
}
