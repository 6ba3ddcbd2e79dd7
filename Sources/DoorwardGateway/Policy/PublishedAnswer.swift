internal import Crypto
internal import DoorwardDocuments
internal import NIOCore

/// A public document with everything that its answers have in common worked out before.
final class PublishedAnswer: Sendable {
    let document: PublicDocument
    /// The body, shared by all its answers: a caller that does not read costs no copy.
    let body: ByteBuffer
    /// The entity tag, with its quotation marks (RFC 9110 §8.8.3).
    let entityTag: [UInt8]
    /// Header lines of a 304, which are those of a 200 that matter to caches (RFC 9110 §15.4.5).
    let cacheFields: [UInt8]
    /// Whether scripts of every origin may read it, as the document itself says.
    let allowsAnyOrigin: Bool
    /// Header lines of a 200.
    let fields: [UInt8]

    init(_ document: PublicDocument) {
        self.document = document
        body = ByteBuffer(bytes: document.body)
        let digest = SHA256.hash(data: document.body)
        let hexadecimal = Array("0123456789abcdef".utf8)
        var tag: [UInt8] = [0x22]
        for byte in digest.prefix(16) { tag += [hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]] }
        tag.append(0x22)
        entityTag = tag
        let cache = Array("etag: ".utf8) + tag + Array("\r\ncache-control: \(document.cacheControl)\r\n".utf8)
        allowsAnyOrigin = document.headers.contains {
            $0.name.lowercased() == "access-control-allow-origin" && $0.value == "*"
        }
        cacheFields = cache + (allowsAnyOrigin ? Array("access-control-allow-origin: *\r\n".utf8) : [])
        var lines = "content-type: \(document.contentType)\r\n"
        for header in document.headers { lines += "\(header.name): \(header.value)\r\n" }
        fields = cache + Array(lines.utf8)
    }

    /// Whether `If-None-Match` names this document as it is (RFC 9110 §13.1.2: weak comparison).
    func matches(_ ifNoneMatch: UnsafeRawBufferPointer) -> Bool {
        var found = false
        ListGrammar.forEachElement(of: ifNoneMatch) { element in
            var candidate = element
            if candidate.count > 2, candidate[0] == 0x57, candidate[1] == ByteClass.slash {
                candidate = candidate[slice: 2..<candidate.count]
            }
            if candidate.equals("*") || candidate.elementsEqual(entityTag) { found = true }
        }
        return found
    }

    /// The document for one public origin, where the configuration leaves it to the request.
    func document(at origin: String) -> PublishedAnswer {
        let placeholder = PublicDocument.originPlaceholder
        var copy = document
        copy.body = Self.replacing(placeholder, by: origin, in: copy.body)
        // A contact address is derived from the host alone.
        if let own = PublicOrigin(placeholder), let given = PublicOrigin(origin) {
            copy.body = Self.replacing(own.host, by: given.hostWithoutPort, in: copy.body)
        }
        // The answer depends on fields that caches do not look at.
        copy.cacheControl = "no-store"
        return PublishedAnswer(copy)
    }

    private static func replacing(_ text: String, by other: String, in source: [UInt8]) -> [UInt8] {
        let wanted = Array(text.utf8)
        guard let first = wanted.first else { return source }
        let replacement = Array(other.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(source.count)
        var index = 0
        while index < source.count {
            if source[index] == first, source[index...].starts(with: wanted) {
                result += replacement
                index += wanted.count
            } else {
                result.append(source[index])
                index += 1
            }
        }
        return result
    }
}
