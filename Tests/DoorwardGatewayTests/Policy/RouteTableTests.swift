import DoorwardDocuments
import Testing

@testable import DoorwardGateway

@Suite("Routes")
struct RouteTableTests {
    private func table(_ operations: [(String, String)]) throws -> RouteTable {
        RouteTable(try operations.map { try TestPolicy.operation($0.0, $0.1) })
    }

    private func match(_ table: RouteTable, _ path: String) -> String? {
        path.bytes.withUnsafeBytes { table.match($0)?.template }
    }

    @Test(
        "The most literal template wins, whatever the order of the document",
        arguments: [
            ("/pets/mine", "/pets/mine"), ("/pets/1", "/pets/{id}"), ("/pets/1.json", "/pets/{id}.json"),
            ("/pets/pet-1.json", "/pets/pet-{id}.json"), ("/pets/1/photos", "/pets/{id}/photos"),
            ("/pets/mine/photos", "/pets/mine/{thing}"), ("/pets/mine/photos/all", "/pets/{id}/photos/all"),
            ("/pets/mine/toys", "/pets/mine/{thing}"), ("/", "/"),
            ("/pets/", "/pets/"), ("/pets", nil), ("/Pets/1", nil), ("/pets//", nil), ("/pets/1/", nil),
            ("/pets/1/2/3", nil), ("/a%20b", "/a b"), ("", nil), ("pets/1", nil),
        ] as [(String, String?)])
    func precedence(path: String, template: String?) throws {
        let templates = [
            "/pets/{id}", "/pets/{id}.json", "/pets/pet-{id}.json", "/pets/mine", "/pets/{id}/photos",
            "/pets/{id}/photos/all",
            "/pets/mine/{thing}", "/", "/pets/", "/a b",
        ]
        #expect(match(try table(templates.map { ("GET", $0) }), path) == template)
        #expect(match(try table(templates.reversed().map { ("GET", $0) }), path) == template)
    }

    @Test("Methods of one path are one route; HEAD is answered by GET, and Allow says so")
    func methods() throws {
        let table = RouteTable([
            try TestPolicy.operation("POST", "/a/{x}", id: "make"),
            try TestPolicy.operation("GET", "/a/{y}", id: "get"),
            try TestPolicy.operation("GET", "/a/{z}", id: "second"), try TestPolicy.operation("TRACE", "/a/{x}"),
            try TestPolicy.operation("DELETE", "/b", isPublic: true), try TestPolicy.operation("HEAD", "/b"),
            try TestPolicy.operation("OPTIONS", "/b"),
        ])
        let a = try #require("/a/1".bytes.withUnsafeBytes { table.match($0) })
        #expect(a.allow == "GET, HEAD, POST, OPTIONS")
        #expect(a.operation(for: .get).map { table.operations[$0].label } == "get")
        #expect(a.operation(for: .head) == a.operation(for: .get))
        #expect(a.operation(for: .post).map { table.operations[$0].label } == "make")
        #expect(a.operation(for: .put) == nil && a.operation(for: .options) == nil)
        let b = try #require("/b".bytes.withUnsafeBytes { table.match($0) })
        #expect(b.allow == "HEAD, DELETE, OPTIONS" && b.operation(for: .get) == nil)
        #expect(b.operation(for: .delete).map { table.operations[$0].isPublic } == true)
        #expect(b.operation(for: .head).map { table.operations[$0].label } == "HEAD /b")
    }

    @Test("A table without operations matches nothing")
    func empty() { #expect("/".bytes.withUnsafeBytes { RouteTable([]).match($0) } == nil) }

    @Test("Patterns inside a segment match what the document's own matcher says")
    func agreesWithTemplates() throws {
        var random = SeededGenerator(seed: 11)
        let pieces = ["{P}", "{P}", "a", "b", "-", ".", "ab", "/", "%20"]
        let texts = ["a", "b", "-", ".", "ab", "/", "%20", "x"]
        var matched = 0
        for _ in 0..<12_000 {
            var text = "/"
            for place in 0..<Int.random(in: 1..<6, using: &random) {
                text += (pieces.randomElement(using: &random) ?? "").replacing("P", with: "p\(place)")
            }
            guard let template = try? PathTemplate(text) else { continue }
            let routes = try table([("GET", text)])
            for _ in 0..<4 {
                let count = Int.random(in: 0..<7, using: &random)
                let path = "/" + (0..<count).map { _ in texts.randomElement(using: &random) ?? "" }.joined()
                let expected = template.matches(path)
                if expected { matched += 1 }
                #expect((match(routes, path) != nil) == expected, "\(text) \(path)")
            }
        }
        #expect(matched > 1_000)
    }

    @Test("Nothing of a template is forgotten, however many parameters it has")
    func manyParameters() throws {
        let routes = try table([("GET", "/{a}-{b}-{c}-{d}-{e}.json")])
        #expect(match(routes, "/1-2-3-4-5.json") != nil)
        #expect(match(routes, "/1-2-3-4-5.xml") == nil)
        #expect(match(routes, "/1-2-3-4.json") == nil)
        #expect(match(try table([("GET", "/{a}{b}{c}")]), "/xy") == nil)
    }

    @Test("A hostile path costs linear time whatever the template", arguments: ["-", "a-", "--x", ".json"])
    func hostile(piece: String) throws {
        let routes = try table([
            ("GET", "/{a}-{b}-{c}-{d}.json"), ("GET", "/{a}--{b}--x{c}y"), ("GET", "/x{a}-{b}.{c}"),
        ])
        let path = "/" + String(repeating: piece, count: 30_000 / piece.utf8.count)
        let time = ContinuousClock().measure { _ = match(routes, path) }
        #expect(time < .seconds(2))
    }

    @Test("A path with thousands of segments is refused at once")
    func deep() throws {
        let routes = try table([("GET", "/{a}/{b}/c"), ("GET", "/a/{b}/{c}/d")])
        #expect(match(routes, String(repeating: "/a", count: 4000)) == nil)
    }

    @Test("Ten thousand operations are compiled and matched quickly")
    func manyOperations() throws {
        let operations = try (0..<5_000).flatMap { number in
            [
                try TestPolicy.operation("GET", "/resource-\(number)"),
                try TestPolicy.operation("GET", "/resource-\(number)/{id}"),
            ]
        }
        var routes = RouteTable([])
        let building = ContinuousClock().measure { routes = RouteTable(operations) }
        #expect(building < .seconds(10))
        let matching = ContinuousClock().measure {
            for number in stride(from: 0, to: 5_000, by: 5) {
                #expect(match(routes, "/resource-\(number)/7") == "/resource-\(number)/{id}")
            }
        }
        #expect(matching < .seconds(2))
    }
}

@Suite("Tables of paths")
struct PathTableTests {
    @Test("A value is found at its exact path only, the first of two")
    func finds() {
        let table = PathTable(
            [("/a", 1), ("/b", 2), ("/a", 3), ("/", 4), ("/a/", 5)].map { (path: $0.0.bytes, value: $0.1) })
        func value(_ path: String) -> Int? { path.bytes.withUnsafeBytes { table.value(at: $0) } }
        #expect(table.count == 4)
        #expect([value("/a"), value("/b"), value("/"), value("/a/")] == [1, 2, 4, 5])
        #expect([value("/A"), value(""), value("/a//"), value("/c")] == [nil, nil, nil, nil])
        #expect("/a".bytes.withUnsafeBytes { PathTable<Int>().value(at: $0) } == nil)
    }

    @Test("Many paths are all found")
    func findsMany() {
        let table = PathTable<Int>((0..<3000).map { (path: "/document-\($0)".bytes, value: $0) })
        let found = (0..<3000).filter { (number: Int) -> Bool in
            "/document-\(number)".bytes.withUnsafeBytes { table.value(at: $0) == number }
        }
        #expect(found.count == 3000)
    }
}
