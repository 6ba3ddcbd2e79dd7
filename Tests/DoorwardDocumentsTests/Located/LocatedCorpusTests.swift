import DoorwardDocuments
import Testing

@Suite("Real documents with places")
struct LocatedCorpusTests {
    @Test("What the strict JSON reader takes has no problems and means the same")
    func agreesOnJSON() {
        var compared = 0
        for file in Corpus.specs + Corpus.manifests + Corpus.repos {
            guard let value = try? JSONValue(parsing: file.bytes) else { continue }
            compared += 1
            let document = LocatedDocument.read(file.bytes)
            #expect(document.syntax == .json, "\(file.name)")
            #expect(document.problems.allSatisfy { $0.kind == .byteOrderMark }, "\(file.name) \(document.problems)")
            #expect(document.root?.value() == value, "\(file.name)")
        }
        #expect(compared > 200 || Corpus.manifests.isEmpty)
    }

    @Test("What the strict YAML reader takes has no problems and means the same")
    func agreesOnYAML() {
        var compared = 0
        for file in Corpus.specs + Corpus.repos {
            guard (try? JSONValue(parsing: file.bytes)) == nil,
                let text = String(validating: file.bytes, as: UTF8.self), let value = try? JSONValue(yaml: text)
            else { continue }
            compared += 1
            let document = LocatedDocument.read(file.bytes, as: .yaml)
            #expect(document.problems.isEmpty, "\(file.name) \(document.problems)")
            #expect(document.root?.value() == value, "\(file.name)")
        }
        #expect(compared > 50 || Corpus.specs.isEmpty)
    }

    @Test("What no strict reader takes has problems, and most of it is understood")
    func readsTheRest() {
        for file in Corpus.specs + Corpus.manifests + Corpus.repos {
            let document = LocatedDocument.read(file.bytes)
            document.checkIsSound("\(file.name)")
            if (try? JSONValue(document: file.bytes)) == nil {
                #expect(!document.problems.isEmpty, "\(file.name)")
            }
        }
    }
}
