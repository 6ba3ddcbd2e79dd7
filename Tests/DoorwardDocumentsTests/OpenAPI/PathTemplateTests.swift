import DoorwardDocuments
import Testing

@Suite("Path templates")
struct PathTemplateTests {
    @Test("A template is read into segments")
    func readsSegments() throws {
        let template = try PathTemplate("/pets/{id}/photos/{photo}.json")
        #expect(
            template.segments == [
                .literal("pets"), .pattern([.parameter("id")]), .literal("photos"),
                .pattern([.parameter("photo"), .literal(".json")]),
            ])
        #expect(template.parameterNames == ["id", "photo"])
        #expect(template.shape == "/pets/{}/photos/{}.json")
        #expect(try PathTemplate("/").segments == [.literal("")])
        #expect(
            try PathTemplate("/a b/%c3%a9/é/%7e").segments.map { "\($0)" } == [
                "literal(\"a%20b\")", "literal(\"%C3%A9\")", "literal(\"%C3%A9\")", "literal(\"~\")",
            ])
    }

    @Test(
        "What is no template is refused with the reason",
        arguments: [
            ("", PathTemplateError.notAbsolute), ("pets", .notAbsolute), ("/a//b", .emptySegment),
            ("//", .emptySegment),
            ("/a/../b", .dotSegment), ("/%2e/a", .dotSegment), ("/{id", .unmatchedBrace), ("/id}", .impossibleLiteral),
            ("/{a{b}}", .unmatchedBrace), ("/{}", .namelessParameter), ("/{a}/{a}", .repeatedParameter("a")),
            ("/a?b=c", .impossibleLiteral), ("/a#b", .impossibleLiteral), ("/a%2fb", .impossibleLiteral),
            ("/a\\b", .impossibleLiteral),
            ("/a%zz", .impossibleLiteral), ("/a\u{1}", .impossibleLiteral),
        ])
    func refuses(text: String, error: PathTemplateError) {
        #expect(throws: error) { try PathTemplate(text) }
    }

    @Test(
        "A parameter stands for one or more characters but the slash",
        arguments: [
            ("/pets/{id}", "/pets/1", true), ("/pets/{id}", "/pets/", false), ("/pets/{id}", "/pets", false),
            ("/pets/{id}", "/pets/1/2", false), ("/pets/{id}", "/pets/a.b-c%2C", true),
            ("/pets/{id}", "/Pets/1", false),
            ("/pets", "/pets", true), ("/pets", "/pets/", false), ("/pets/", "/pets/", true), ("/", "/", true),
            ("/", "/a", false),
            ("/{a}.{b}", "/x.y", true), ("/{a}.{b}", "/x.y.z", true), ("/{a}.{b}", "/.y", false),
            ("/{a}.{b}", "/x.", false),
            ("/{a}{b}", "/xy", true), ("/{a}{b}", "/x", false), ("/x{a}", "/x", false), ("/x{a}y{b}z", "/x1y2z", true),
            ("/x{a}y{b}z", "/xyyyz", true), ("/x{a}y{b}z", "/xyyz", false), ("/a:{verb}", "/a:run", true),
            ("/{a}", "/a/", false),
            ("/{a}aab", "/aaaab", true), ("/{a}aab", "/aab", false),
        ])
    func matches(template: String, path: String, expected: Bool) throws {
        #expect(try PathTemplate(template).matches(path) == expected)
    }

    @Test("Hostile templates and paths are matched in bounded time")
    func matchesHostile() throws {
        let template = try PathTemplate("/" + (0..<200).map { "{p\($0)}a" }.joined() + "b")
        #expect(!template.matches("/" + String(repeating: "a", count: 8000)))
    }

    @Test("More literal text comes before less")
    func orders() throws {
        let texts = ["/pets/mine", "/pets/{id}.json", "/pets/{id}", "/{kind}/mine"]
        let templates = try texts.map { try PathTemplate($0) }
        for (place, template) in templates.enumerated() {
            for later in templates[(place + 1)...] {
                #expect(template.isMoreSpecific(than: later))
                #expect(!later.isMoreSpecific(than: template))
            }
            #expect(!template.isMoreSpecific(than: template))
        }
    }

    @Test(
        "A clean path gets its one form",
        arguments: [
            ("/", "/"), ("/pets", "/pets"), ("/pets/", "/pets/"), ("/%70ets", "/pets"), ("/a%2d%2E%5f%7E", "/a-._~"),
            ("/%c3%a9", "/%C3%A9"), ("/a%20b", "/a%20b"), ("/a%3fb", "/a%3Fb"), ("/a%25", "/a%25"),
            ("/a%252e", "/a%252e"),
            ("/!$&'()*+,;=:@", "/!$&'()*+,;=:@"), ("/[a]^|", "/%5Ba%5D%5E%7C"), ("/...", "/..."), ("/.a", "/.a"),
            ("/a;.", "/a;."),
        ])
    func canonicalizes(path: String, expected: String) {
        #expect(PathTemplate.canonical(path: path) == expected)
        #expect(PathTemplate.canonical(path: Array(path.utf8)) == expected)
        #expect(PathTemplate.canonical(path: expected) == expected)
    }

    @Test(
        "What servers understand differently has no form",
        arguments: [
            "", "pets", "*", "http://h/a", "//", "/a//b", "//a", "/a//", "/.", "/..", "/a/..", "/a/../b", "/./a",
            "/%2e%2e/a", "/.%2E",
            "/%2E/a", "/..;/a", "/..;x=1/a", "/.;", "/a%2fb", "/a%2Fb", "/a%5cb", "/a\\b", "/a%00", "/a\0b", "/a\r\nb",
            "/a b", "/a\t", "/é",
            "/a%", "/a%2", "/a%zz", "/a%%", "/a?b", "/a#b", "/<a>", "/\"", "/`", "/{a}", "/a\u{7F}", "/a%u0041",
        ])
    func refusesUnclean(path: String) {
        #expect(PathTemplate.canonical(path: path) == nil)
    }
}
