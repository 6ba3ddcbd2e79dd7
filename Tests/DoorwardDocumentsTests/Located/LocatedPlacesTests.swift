import DoorwardDocuments
import Testing

@Suite("Places in a document")
struct LocatedPlacesTests {
    private static let json = """
        {
        \t"na/me": "Grüße 😀",\r
          "é~": [ 1, {"x": "a\\u0062"}, true ],  "empty" : {}
        }
        """

    private static let yaml = """
        # ä comment
        na/me: Grüße 😀  # more
        é~: [ 1, {"x": "a\\u0062"}, true ]\r
        "empty" : {}
        list:
        - &a first
        - *a
        -   k: |
              lines
              of text

            z: !!str 5
        """

    @Test("Values of a JSON document are where they are written")
    func placesJSON() {
        let document = LocatedDocument.read(Array(Self.json.utf8))
        let root = document.root
        #expect(document.problems.isEmpty)
        #expect(document.place(root) == "1:1")
        #expect(document.source(root?.range) == Self.json)
        #expect(document.place(root?["na/me"]) == "2:11")
        #expect(document.source(root?["na/me"]?.range) == "\"Grüße 😀\"")
        #expect(root?["na/me"]?.string == "Grüße 😀")
        #expect(document.source(root?["na/me"]?.nameRange) == "\"na/me\"")
        let elements = root?["é~"].map { Array($0.elements) } ?? []
        #expect(elements.map(document.place) == ["3:11", "3:14", "3:32"])
        #expect(elements.map(\.pointer) == ["/é~0/0", "/é~0/1", "/é~0/2"])
        #expect(elements[1]["x"]?.pointer == "/é~0/1/x")
        #expect(elements[1]["x"]?.string == "ab")
        #expect(document.source(elements[1]["x"]?.range) == "\"a\\u0062\"")
        #expect(root?["na/me"]?.pointer == "/na~1me")
        #expect(document.place(root?["empty"]) == "3:51")
        #expect(root?["empty"]?.parent?.identity == root?.identity)
    }

    @Test("Values of a YAML document are where they are written")
    func placesYAML() {
        for mark in ["", "\u{FEFF}"] {
            let document = LocatedDocument.read(Array((mark + Self.yaml).utf8))
            let root = document.root
            #expect(document.problems.isEmpty)
            #expect(document.place(root) == "2:1")
            #expect(document.source(root?["na/me"]?.range) == "Grüße 😀")
            #expect(document.place(root?["na/me"]) == "2:8")
            #expect(document.source(root?["na/me"]?.nameRange) == "na/me")
            let elements = root?["é~"].map { Array($0.elements) } ?? []
            #expect(elements.map(document.place) == ["3:7", "3:10", "3:28"])
            #expect(document.source(elements[1].range) == "{\"x\": \"a\\u0062\"}")
            #expect(elements[1]["x"]?.string == "ab")
            #expect(elements[1]["x"]?.pointer == "/é~0/1/x")
            #expect(document.source(root?["empty"]?.range) == "{}")
            #expect(document.source(root?["empty"]?.nameRange) == "\"empty\"")
            let list = root?["list"].map { Array($0.elements) } ?? []
            #expect(list.map(document.place) == ["6:6", "7:3", "8:5"])
            #expect(list.map(\.isAlias) == [false, true, false])
            #expect(list[1].string == "first")
            #expect(list[1].pointer == "/list/1")
            #expect(list[1].identity == list[0].identity)
            #expect(list[2]["k"]?.string == "lines\nof text\n")
            let block = document.source(list[2]["k"]?.range)
            #expect(block.hasSuffix("of text"))
            #expect(list[2]["z"]?.string == "5")
            #expect(document.source(list[2]["z"]?.range) == "5")
            #expect(document.place(list[2]["z"]) == "12:14")
        }
    }

    @Test("Columns count characters, lines end with line feeds, and a byte order mark is no column")
    func countsColumns() {
        let text = "\u{FEFF}ab\r\n\té😀c\n" + String(repeating: "é", count: 700) + "\nx"
        let bytes = Array(text.utf8)
        let document = LocatedDocument.read(bytes, as: .yaml)
        func place(_ part: Character) -> String {
            let offset = text.utf8.distance(from: text.startIndex, to: text.firstIndex(of: part) ?? text.endIndex)
            let (line, column) = document.position(of: offset)
            return "\(line):\(column)"
        }
        #expect(["a", "b", "é", "😀", "c", "x"].map { place($0) } == ["1:1", "1:2", "2:2", "2:3", "2:4", "4:1"])
        #expect(document.position(of: 0) == (1, 1))
        #expect(document.position(of: -5) == (1, 1))
        #expect(document.position(of: bytes.count - 2) == (3, 701))
        #expect(document.position(of: .max) == (4, 2))
    }

    @Test("Places agree with counting from the front, in texts of any shape")
    func agreesWithCounting() {
        var random = SplitMix(seed: 4)
        let parts = ["a", "\n", "é", "😀", "\r\n", String(repeating: "x", count: 300)]
        for _ in 0..<50 {
            let text = (0..<30).map { _ in parts[Int(random.next() % 6)] }.joined()
            let document = LocatedDocument.read(Array(text.utf8))
            var (line, column, offset) = (1, 1, 0)
            for scalar in text.unicodeScalars {
                #expect(document.position(of: offset) == (line, column))
                offset += String(scalar).utf8.count
                (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
            }
        }
    }

    @Test("A member of a large object is found, the last of several, byte for byte")
    func findsMembers() {
        var names = (0..<1000).map { "name\($0)" }
        names += ["name7", "e\u{301}", "\u{E9}"]
        let text = "{" + names.enumerated().map { "\"\($1)\": \($0)" }.joined(separator: ",") + "}"
        let document = LocatedDocument.read(Array(text.utf8))
        #expect(document.problems.map(\.kind) == [.duplicateName])
        #expect(document.root?["name999"]?.number == "999")
        #expect(document.root?["name7"]?.number == "1000")
        #expect(document.root?["\u{E9}"]?.number == "1002")
        #expect(document.root?["e\u{301}"]?.number == "1001")
        #expect(document.root?["name1000"] == nil)
        let small = LocatedDocument.read(Array("{\"\u{E9}\": 1, \"a\": 2, \"a\": 3}".utf8))
        #expect(small.root?["a"]?.number == "3")
        #expect(small.root?["e\u{301}"] == nil)
    }
}
