import Testing

@testable import DoorwardFetch

@Suite("A document's media type")
struct MediaTypeTests {
    @Test(
        "is what stands before the parameters, in lower case",
        arguments: [
            ("application/json", "application/json"), ("Application/JSON; charset=utf-8", "application/json"),
            ("application/json;charset=\"utf-8\"", "application/json"), (" text/plain ;a=b", "text/plain"),
            ("application/client-metadata+json", "application/client-metadata+json"), ("json", nil), ("", nil),
            ("a/b/c", nil), ("/json", nil), ("application/", nil), ("application /json", nil), ("a b/c", nil),
            ("application/json, text/html", nil),
        ] as [(String, String?)])
    func essence(_ value: String, _ expected: String?) {
        #expect(FetchedDocument(status: 200, fields: [("content-type", value)]).mediaType == expected)
    }

    @Test("is nothing when it is named twice, or never")
    func number() {
        let twice = [("content-type", "application/json"), ("content-type", "application/json")]
        #expect(FetchedDocument(status: 200, fields: twice.map { (name: $0, value: $1) }).mediaType == nil)
        #expect(FetchedDocument(status: 200).mediaType == nil)
    }
}
