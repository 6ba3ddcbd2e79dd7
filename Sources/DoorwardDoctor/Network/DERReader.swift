/// Takes DER apart (X.690), one element after the other.
struct DERReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    /// The next element's tag, its content, and all of it; nil at the end and where it is broken.
    mutating func next() -> (tag: UInt8, content: ArraySlice<UInt8>, whole: ArraySlice<UInt8>)? {
        var place = rest.startIndex
        guard rest.count >= 2 else { return nil }
        let tag = rest[place]
        var length = Int(rest[place + 1])
        place += 2
        // Tags of several bytes do not occur in certificates.
        guard tag & 0x1F != 0x1F else { return nil }
        if length >= 0x80 {
            let count = length & 0x7F
            guard count >= 1, count <= 4, rest.endIndex - place >= count else { return nil }
            length = rest[place..<place + count].reduce(0) { $0 << 8 | Int($1) }
            place += count
        }
        guard length <= rest.endIndex - place else { return nil }
        let element = (tag, rest[place..<place + length], rest[rest.startIndex..<place + length])
        rest = rest[(place + length)...]
        return element
    }

    /// The content of the next element, if it has that tag.
    mutating func next(_ tag: UInt8) -> ArraySlice<UInt8>? {
        var reader = self
        guard let element = reader.next(), element.tag == tag else { return nil }
        self = reader
        return element.content
    }
}
