import DoorwardSecrets
import Testing

@Suite("A .env file")
struct DotenvFileTests {
    @Test(
        "is read as the common readers of such files do",
        arguments: [
            ("A=1", "1"), ("A=1\n", "1"), ("A=1\r\n", "1"), ("A = 1 ", "1"), ("  export  A=1", "1"), ("\tA=\t1", "1"),
            ("\u{FEFF}A=1", "1"), ("A=", ""), ("A=   ", ""), ("A=''", ""), ("A= # c", ""), ("A=#x", "#x"),
            ("A=a#b", "a#b"), ("A=a #b", "a"), ("A=a\t#b", "a"), ("A=a b  c", "a b  c"), ("A=a=b=", "a=b="),
            ("A=it's", "it's"), ("A=a\"b\"", "a\"b\""), (#"A=a\nb"#, #"a\nb"#), ("A=$B", "$B"), ("A=a\rb", "a\rb"),
            ("A='x # y'", "x # y"), ("A='x' # y", "x"), ("A='x'\t# y", "x"), (#"A='a\nb"c'"#, #"a\nb"c"#),
            (#"A="a\nb\tc\rd""#, "a\nb\tc\rd"), (#"A="\"\\\$\`""#, "\"\\$`"), (#"A="\x\'""#, #"\x\'"#),
            ("A=\"x\ny\"", "x\ny"), ("A='x\r\n# y'  \n", "x\r\n# y"), ("export=1\nA=2", "2"), ("# A=0\n\n \nA=3", "3"),
            ("A=é", "é"), ("export A=5 # export", "5"), ("A=\"\\", nil), ("A", nil),
        ] as [(String, String?)])
    func reading(text: String, value: String?) throws {
        if let value {
            #expect(try DotenvFile(parsing: text).value(of: "A")?.revealUTF8() == value)
        } else {
            #expect(throws: DotenvError.self) { try DotenvFile(parsing: text) }
        }
    }

    @Test(
        "that breaks the grammar is refused with the line",
        arguments: [
            ("A=1\nB\n", .notAnAssignment(line: 2)), ("A=1\n=2", .notAnAssignment(line: 2)),
            ("1A=1", .notAnAssignment(line: 1)), ("export", .notAnAssignment(line: 1)),
            ("export A", .notAnAssignment(line: 1)), ("A B=1", .notAnAssignment(line: 1)),
            ("\n\nA='x\n\n", .openQuote(line: 3)), ("A=\"x\\\"", .openQuote(line: 1)),
            ("A='x'y", .afterQuote(line: 1)), ("A='x'#y", .afterQuote(line: 1)), ("A=\"x\ny\" z", .afterQuote(line: 2)),
            ("A=1\nB='x\ny'\nA=2", .duplicate(name: "A", line: 4, first: 1)),
            ("A=1\nB=\u{0}", .notText(line: 2)),
        ] as [(String, DotenvError)])
    func refusals(text: String, error: DotenvError) {
        #expect(throws: error) { try DotenvFile(parsing: text) }
    }

    @Test("that is not UTF-8 is refused with the line")
    func encoding() {
        #expect(throws: DotenvError.notText(line: 2)) {
            try DotenvFile(parsing: Array("A=1\nB=".utf8) + [0xFF] + Array("\n".utf8))
        }
    }

    @Test("knows its names and their lines and prints no value")
    func names() throws {
        let file = try DotenvFile(parsing: "A=valueA\nB='x\nvalueB'\n\nC.d-e=valueC")
        #expect(file.names == ["A", "B", "C.d-e"])
        #expect(file.line(of: "C.d-e") == 5)
        #expect(file.line(of: "D") == nil)
        #expect(file.value(of: "D") == nil)
        var dumped = "\(file) \(String(reflecting: file))"
        dump(file, to: &dumped)
        #expect(!dumped.contains("value"))
        #expect(!dumped.contains("118"))
    }

    @Test(
        "is changed in the one place only",
        arguments: [
            ("A=1\nB=2\n", "A=new\nB=2\n"), ("export A = 'x' # keep\r\nB=2", "export A = new # keep\r\nB=2"),
            ("A=\nB=2", "A=new\nB=2"), ("A= # c", "A=new # c"), ("A=  \n", "A=new  \n"),
            ("A='x\ny'\n# z", "A=new\n# z"),
            ("", "A=new\n"), ("B=2", "B=2\nA=new\n"), ("B=2\r\nC=3", "B=2\r\nC=3\r\nA=new\r\n"),
            ("# A=1\n", "# A=1\nA=new\n"),
        ])
    func setting(before: String, after: String) throws {
        let text = try DotenvFile(parsing: before).setting("A", "new")
        #expect(Array(text.utf8) == Array(after.utf8))
    }

    @Test(
        "loses the lines of the removed name only",
        arguments: [
            ("A=1\nB=2\n", "B=2\n"), ("# c\n\tA='x\ny' # z\r\nB=2", "# c\nB=2"), ("B=2\nA=1", "B=2\n"), ("B=2", "B=2"),
            ("A=", ""),
        ])
    func removing(before: String, after: String) throws {
        #expect(Array(try DotenvFile(parsing: before).removing("A").utf8) == Array(after.utf8))
    }

    @Test("refuses to set what is not a name, or a value with a NUL", arguments: ["", "1A", "A B", "A=", "A\n", "é"])
    func badNames(name: String) throws {
        let file = try DotenvFile(parsing: "")
        #expect(throws: DotenvError.badName(name)) { try file.setting(name, "x") }
        #expect(throws: DotenvError.badValue(name: "A")) { try file.setting("A", "x\u{0}") }
    }

    @Test("reads back every value that was set, and keeps every other byte, whatever the file and the value")
    func property() throws {
        let pieces = [
            "# comment 'x\n", "\n", "  \t\n", "B=2\n", "export C = 'a # \"b' # d\r\n", "D=\"x\\n\\\"\ny\"\n", "E=\r\n",
            "F=ü # é\n",
        ]
        let characters = Array("aZ0 \t\n\r'\"\\$`#=é😀-_./+{}~!")
        for seed in 0..<2000 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let chosen = pieces.shuffled(using: &random).prefix(Int.random(in: 0...8, using: &random))
            let split = Int.random(in: 0...chosen.count, using: &random)
            let before = chosen.prefix(split).joined()
            let after = chosen.dropFirst(split).joined()
            let value = String(
                (0..<Int.random(in: 0...12, using: &random)).map { _ in characters.randomElement(using: &random)! })
            let file = try DotenvFile(parsing: before + "A='old' # tail\n" + after)
            let edited = try file.setting("A", value)
            #expect(Array(edited.utf8).starts(with: Array((before + "A=").utf8)), "seed \(seed)")
            #expect(
                Array(edited.utf8).suffix(after.utf8.count + 8) == Array((" # tail\n" + after).utf8)[...],
                "seed \(seed)")
            let again = try DotenvFile(parsing: edited)
            #expect(again.value(of: "A")?.revealUTF8() == value, "seed \(seed)")
            #expect(again.names == file.names)
            #expect(Array(again.removing("A").utf8) == Array((before + after).utf8), "seed \(seed)")
        }
    }

    @Test("made of any bytes is read or refused, never a trap, and setting nothing changes nothing")
    func noise() throws {
        let alphabet = Array("A=B'\"\\# \t\n\r\u{0}export é".utf8) + [0xFF]
        for seed in 0..<5000 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let bytes = (0..<Int.random(in: 0...30, using: &random)).map { _ in alphabet.randomElement(using: &random)!
            }
            guard let file = try? DotenvFile(parsing: bytes) else { continue }
            #expect(Array(file.removing("absent").utf8) == bytes)
            for name in file.names {
                let edited = try DotenvFile(parsing: try file.setting(name, "x y"))
                #expect(edited.names == file.names, "seed \(seed)")
                #expect(edited.value(of: name)?.revealUTF8() == "x y", "seed \(seed)")
            }
        }
    }
}
