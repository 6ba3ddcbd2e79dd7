import DoorwardDocuments
import Testing

@testable import DoorwardGateway

@Suite("Published answers")
struct PublishedAnswerTests {
    private func document(_ body: String) -> PublicDocument {
        PublicDocument(
            path: "/d", contentType: "application/json", body: body.bytes,
            headers: [.init(name: "x-frame-options", value: "DENY")])
    }

    @Test("The entity tag depends on the body, and nothing else")
    func entityTag() {
        let tag = PublishedAnswer(document("a")).entityTag
        #expect(tag == PublishedAnswer(document("a")).entityTag)
        #expect(tag != PublishedAnswer(document("b")).entityTag)
        #expect(tag.count == 34 && tag.first == 0x22 && tag.last == 0x22)
    }

    @Test("The header lines are those of the document")
    func fields() {
        let answer = PublishedAnswer(document("a"))
        let text = String(decoding: answer.fields, as: UTF8.self)
        let tag = String(decoding: answer.entityTag, as: UTF8.self)
        #expect(
            text
                == "etag: \(tag)\r\ncache-control: public, max-age=300\r\ncontent-type: application/json\r\nx-frame-options: DENY\r\n"
        )
        #expect(
            String(decoding: answer.cacheFields, as: UTF8.self)
                == "etag: \(tag)\r\ncache-control: public, max-age=300\r\n")
    }

    @Test("If-None-Match is compared weakly, one of a list or a star")
    func matches() {
        let answer = PublishedAnswer(document("a"))
        let tag = String(decoding: answer.entityTag, as: UTF8.self)
        func matches(_ text: String) -> Bool { text.bytes.withUnsafeBytes(answer.matches) }
        for text in [tag, "W/" + tag, "\"x\" ,\t\(tag)", "*", "\"x\",W/\(tag),\"y\""] {
            #expect(matches(text), "\(text)")
        }
        for text in ["", ",", "\"x\"", String(tag.dropFirst()), tag.uppercased() + "x", "w/" + tag, "W/", "**"] {
            #expect(!matches(text), "\(text)")
        }
    }

    @Test("The placeholder becomes the public origin everywhere, and the tag changes with it")
    func placeholder() {
        let placeholder = PublicDocument.originPlaceholder
        let answer = PublishedAnswer(document("h\(placeholder)/a hhttps:// \(placeholder)\(placeholder)"))
        let here = answer.document(at: "http://localhost:8000")
        #expect(
            String(decoding: here.document.body, as: UTF8.self)
                == "hhttp://localhost:8000/a hhttps:// http://localhost:8000http://localhost:8000")
        #expect(here.entityTag != answer.entityTag)
        #expect(here.entityTag == answer.document(at: "http://localhost:8000").entityTag)
    }
}

@Suite("Trace contexts")
struct TraceContextTests {
    static let valid = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    private func trace(_ parent: String?) -> TraceContext {
        var random = IdentifierSource()
        return parent.map { text in
            text.bytes.withUnsafeBytes { TraceContext(continuing: $0, using: &random) }
        } ?? TraceContext(continuing: nil, using: &random)
    }

    @Test("A valid trace is continued with a span of one's own")
    func continues() {
        let trace = trace(Self.valid)
        #expect(trace.isContinued && trace.flags == 1)
        #expect(trace.traceID == (0x4bf9_2f35_77b3_4da6, 0xa3ce_929d_0e0e_4736))
        #expect(trace.spanID != 0 && trace.spanID != 0x00f0_67aa_0ba9_02b7)
        #expect(self.trace(Self.valid.replacing("-01", with: "-fe")).flags == 0)
        #expect(self.trace("cc" + Self.valid.dropFirst(2) + "-what-comes-later").isContinued)
    }

    @Test(
        "Anything else starts a new trace",
        arguments: [
            nil, "", "00", valid.uppercased(), valid + "-x", valid + "x", "ff" + valid.dropFirst(2),
            "0x" + valid.dropFirst(2),
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
            "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
            valid.replacing("-", with: "_"), String(valid.dropLast()), valid.replacing("4bf9", with: "4bg9"),
            "01" + valid.dropFirst(2) + "x",
            " " + valid,
        ] as [String?])
    func starts(parent: String?) {
        let trace = trace(parent)
        #expect(!trace.isContinued && trace.flags == 1)
        #expect(trace.traceID.0 != 0 && trace.spanID != 0)
    }

    @Test("Identifiers do not repeat")
    func identifiers() {
        var source = IdentifierSource()
        #expect(Set((0..<10_000).map { _ in source.next() }).count == 10_000)
        var other = IdentifierSource()
        #expect(source.next() != other.next())
    }
}
