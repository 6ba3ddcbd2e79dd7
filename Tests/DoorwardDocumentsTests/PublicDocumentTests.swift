import DoorwardDocuments
import Testing

@Suite("Public documents")
struct PublicDocumentTests {
    @Test("The placeholder of the origin is written alike in every format")
    func placeholderNeedsNoEscape() {
        let origin = PublicDocument.originPlaceholder
        let value: JSONValue = ["url": .string(origin + "/a")]
        #expect(String(decoding: value.serialized(), as: UTF8.self) == "{\"url\":\"\(origin)/a\"}")
        #expect(value.yamlSerialized() == "url: \(origin)/a\n")
    }
}
