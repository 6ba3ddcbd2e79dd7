/// The status and fields of an answer, and what they say about the body.
struct AnswerHead {
    enum Framing: Equatable {
        case length(Int)
        case chunked, untilClose
    }

    /// HTTP/1.1, and not HTTP/1.0.
    let isNewest: Bool
    let status: Int
    private(set) var fields: [(name: String, value: String)] = []

    init(isNewest: Bool, status: Int) {
        self.isNewest = isNewest
        self.status = status
    }

    /// RFC 9112 section 4.
    init(statusLine line: ArraySlice<UInt8>) throws(FetchFailure) {
        let version = line.prefix(9)
        isNewest = version.elementsEqual("HTTP/1.1 ".utf8)
        guard isNewest || version.elementsEqual("HTTP/1.0 ".utf8) else { throw .malformed("it is not HTTP/1.1") }
        let digits = line.dropFirst(9).prefix(3)
        let rest = line.dropFirst(12)
        guard digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }),
            rest.isEmpty || rest.first == 0x20, FieldGrammar.isValue(rest)
        else { throw .malformed("its first line is not one of HTTP/1.1") }
        status = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        guard (100...599).contains(status) else { throw .malformed("its status is not between 100 and 599") }
    }

    /// RFC 9112 section 5: no folded lines, no blank before the colon.
    mutating func add(_ line: ArraySlice<UInt8>) throws(FetchFailure) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")), FieldGrammar.isToken(line[..<colon]) else {
            throw .malformed("a field has no name")
        }
        let value = FieldGrammar.trimmed(line[(colon + 1)...])
        guard FieldGrammar.isValue(value) else { throw .malformed("a field has a control character in it") }
        let name = String(decoding: line[..<colon], as: UTF8.self).lowercased()
        fields.append((name, String(decoding: value, as: UTF8.self)))
    }

    /// RFC 9112 section 6.3; anything that names the length twice is refused.
    func framing() throws(FetchFailure) -> Framing {
        let encodings = values("content-encoding")
        guard encodings.allSatisfy({ $0.lowercased() == "identity" }) else {
            throw .malformed("it is compressed, which was not asked for")
        }
        let transfers = values("transfer-encoding")
        let lengths = values("content-length")
        if !transfers.isEmpty {
            guard isNewest, transfers.count == 1, transfers[0].lowercased() == "chunked", lengths.isEmpty else {
                throw .malformed("its length is named twice, or in a way that is not known")
            }
            return .chunked
        }
        guard let text = lengths.first else { return .untilClose }
        guard lengths.count == 1, (1...15).contains(text.utf8.count),
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let length = Int(text)
        else { throw .malformed("its length is not one number") }
        return .length(length)
    }

    /// RFC 9112 section 7.1; extensions are read over, as section 7.1.1 asks.
    static func chunkSize(_ line: ArraySlice<UInt8>) throws(FetchFailure) -> Int {
        let digits = line.prefix { FetchAddress.isHex($0) }
        let rest = FieldGrammar.trimmed(line[digits.endIndex...])
        guard (1...8).contains(digits.count), rest.isEmpty || rest.first == UInt8(ascii: ";"),
            FieldGrammar.isValue(rest), let size = Int(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw .malformed("a chunk's size is not a number") }
        return size
    }

    private func values(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }
}
