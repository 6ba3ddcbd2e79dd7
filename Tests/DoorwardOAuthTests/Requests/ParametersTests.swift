import DoorwardOAuth
import Testing

@Suite("Parameters of queries, forms and JSON objects")
struct ParametersTests {
    @Test(
        "A form is decoded: plus is a space, percent escapes are bytes, an absent value is empty",
        arguments: [
            ("a=b", "b"), ("a=b+c", "b c"), ("a=b%20c", "b c"), ("a=%2B", "+"), ("a=%c3%A4", "ä"), ("a=x=y", "x=y"),
            ("&&a=b&", "b"), ("%61=b", "b"), ("x=1&a=b", "b"), ("a=%26%3D", "&="), ("a=ä", "ä"),
        ])
    func decodes(text: String, value: String) throws {
        #expect(try FormParameters.parse(text).value("a") == value)
    }

    @Test("An absent and an empty value are the same", arguments: ["", "a", "a=", "b=1", "&"])
    func empty(text: String) throws {
        let parameters = try FormParameters.parse(text)
        #expect(try parameters.value("a") == nil)
        #expect(expectRejection(.missingParameter("a")) { try parameters.require("a") })
    }

    @Test(
        "Broken escapes, NUL and bytes that are not UTF-8 are refused",
        arguments: ["a=%", "a=%4", "a=%zz", "a=%00", "a=\0", "%00=a", "a=%ff", "a=%c3%28", "%ff=a", "a=%+1"])
    func refuses(text: String) {
        #expect(throws: Rejection.self) { try FormParameters.parse(text) }
    }

    @Test("A name that is there twice is refused when it is asked for, in forms and in JSON")
    func repeated() throws {
        let form = try FormParameters.parse("a=1&b=2&a=1")
        #expect(expectRejection(.repeatedParameter("a")) { try form.value("a") })
        #expect(try form.value("b") == "2")
        #expect(form.values("a") == ["1", "1"])
        #expect(form.isRepeated("a") && !form.isRepeated("b"))
        #expect(throws: Rejection.self) { try JSONParameters.parse(Array(#"{"a":"1","a":"2"}"#.utf8)) }
        // An empty value is no way to smuggle a second one in.
        #expect(throws: Rejection.self) { try FormParameters.parse("a=&a=1").value("a") }
    }

    @Test("A flat JSON object of strings is read")
    func json() throws {
        let parameters = try JSONParameters.parse(
            Array(#"{"code":"c\u00e4\"","redirect_uri":"https://x/","e":""}"#.utf8))
        #expect(try parameters.value("code") == "cä\"")
        #expect(try parameters.value("redirect_uri") == "https://x/")
        #expect(try parameters.value("e") == nil)
    }

    @Test(
        "Other JSON is refused",
        arguments: [
            "", "null", "[]", "\"a\"", "{", #"{"a":1}"#, #"{"a":null}"#, #"{"a":true}"#, #"{"a":["b"]}"#,
            #"{"a":{"b":"c"}}"#, #"{"a":"\u0000"}"#, #"{"a":"b"} x"#, #"{"a":"\ud800"}"#, "a=b",
            String(repeating: "[", count: 30_000),
            String(repeating: #"{"a":"#, count: 10_000),
        ])
    func refusesJSON(text: String) {
        #expect(throws: Rejection.self) { try JSONParameters.parse(Array(text.utf8)) }
    }

    @Test("At most 100 parameters and 64 KiB are read")
    func limits() throws {
        let hundred = (0..<100).map { "p\($0)=1" }.joined(separator: "&")
        #expect(try FormParameters.parse(hundred).value("p99") == "1")
        #expect(throws: Rejection.malformedBody) { try FormParameters.parse(hundred + "&x=1") }
        let large = "a=" + String(repeating: "b", count: Parameters.largestSize - 2)
        #expect(try FormParameters.parse(large).value("a")?.utf8.count == Parameters.largestSize - 2)
        #expect(throws: Rejection.bodyTooLarge) { try FormParameters.parse(large + "b") }
        #expect(throws: Rejection.bodyTooLarge) {
            try JSONParameters.parse(Array("{\"a\":\"\(large)\"}".utf8))
        }
    }
}
