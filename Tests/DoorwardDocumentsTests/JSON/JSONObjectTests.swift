import DoorwardDocuments
import Testing

@Suite("JSON objects")
struct JSONObjectTests {
    @Test("Members keep their places when replaced, inserted and removed", arguments: [3, 15, 16, 17, 40])
    func keepsOrder(count: Int) {
        var object = JSONObject((0..<count).map { ("k\($0)", JSONValue.number(String($0))) })
        object["k1"] = "new"
        object.insert("after", forKey: "x", after: "k1")
        object.insert("moved?", forKey: "k0", after: "k2")
        object.insert("end", forKey: "y", after: "nobody")
        #expect(object.keys == ["k0", "k1", "x"] + (2..<count).map { "k\($0)" } + ["y"])
        #expect(object["k1"] == "new")
        #expect(object["k0"] == "moved?")
        #expect(object.removeValue(forKey: "k1") == "new")
        #expect(object.removeValue(forKey: "k1") == nil)
        object["x"] = nil
        #expect(object.keys == ["k0"] + (2..<count).map { "k\($0)" } + ["y"])
        for key in object.keys { #expect(object[key] != nil) }
    }

    @Test("The order of members makes a difference")
    func comparesOrder() {
        #expect(JSONObject([("a", 1), ("b", 2)]) != JSONObject([("b", 2), ("a", 1)]))
        #expect(JSONObject([("a", 1), ("a", 2)]) == JSONObject([("a", 2)]))
    }

    static let pointers: [(String, JSONValue?)] = [
        ("", nil), ("/foo/0", "bar"), ("/", 0), ("/a~1b", 1), ("/c%d", 2), ("/e^f", 3), ("/g|h", 4), ("/i\\j", 5),
        ("/k\"l", 6),
        ("/ ", 7), ("/m~0n", 8),
    ]

    @Test("A pointer leads where RFC 6901 section 5 says", arguments: pointers)
    func followsPointers(pointer: String, expected: JSONValue?) throws {
        let document: JSONValue = [
            "foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "e^f": 3, "g|h": 4, "i\\j": 5, "k\"l": 6, " ": 7,
            "m~n": 8,
        ]
        #expect(document.value(at: pointer) == expected ?? document)
    }

    @Test(
        "A pointer that leads nowhere finds nothing",
        arguments: [
            "foo", "/foo/2", "/foo/-", "/foo/01", "/foo/-1", "/foo/0/x", "/m~n", "/x~", "/foo/99999999999999999999",
        ])
    func refusesPointers(pointer: String) {
        #expect((["foo": ["bar", "baz"], "m~n": 8] as JSONValue).value(at: pointer) == nil)
    }

    @Test("A reference is percent-decoded before it is followed")
    func followsReferences() {
        let document: JSONValue = ["c%d": 2, "a b": ["x": 1]]
        #expect(document.value(atReference: "#/c%25d") == 2)
        #expect(document.value(atReference: "#/a%20b/x") == 1)
        #expect(document.value(atReference: "other.json#/a") == nil)
    }
}
