internal import Crypto
internal import DoorwardDocuments

/// A public document with everything that its answers have in common worked out before.
final class PublishedAnswer: Sendable {
    let document: PublicDocument
    /// The entity tag, with its quotation marks (RFC 9110 §8.8.3).
    let entityTag: [UInt8]
    /// Header lines of a 304, which are those of a 200 that matter to caches (RFC 9110 §15.4.5).
    let cacheFields: [UInt8]
    /// Header lines of a 200.
    let fields: [UInt8]

    init(_ document: PublicDocument) {
        self.document = document
        let digest = SHA256.hash(data: document.body)
        let hexadecimal = Array("0123456789abcdef".utf8)
        var tag: [UInt8] = [0x22]
        for byte in digest.prefix(16) { tag += [hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 15)]] }
        tag.append(0x22)
        entityTag = tag
        let cache = Array("etag: ".utf8) + tag + Array("\r\ncache-control: \(document.cacheControl)\r\n".utf8)
        cacheFields = cache
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
        let placeholder = Array(PublicDocument.originPlaceholder.utf8)
        let replacement = Array(origin.utf8)
        var copy = document
        var body: [UInt8] = []
        body.reserveCapacity(document.body.count)
        var index = 0
        while index < document.body.count {
            if document.body[index] == placeholder[0], document.body[index...].starts(with: placeholder) {
                body += replacement
                index += placeholder.count
            } else {
                body.append(document.body[index])
                index += 1
            }
        }
        copy.body = body
        return PublishedAnswer(copy)
    }
}
