import DoorwardSecrets
import Testing

@testable import DoorwardSecretSources

@Suite("Members of a JSON object are replaced where they stand")
struct JSONMemberTests {
    private static func replaced(_ text: String, adding: Bool = false) throws -> String {
        let bytes = try JSONMember.replace("token", by: "n\"w", in: Array(text.utf8), addingIt: adding)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(
        "Nothing else changes",
        arguments: [
            (#"{"token": "old"}"#, #"{"token": "n\"w"}"#),
            (
                #"{ "a":[{"token":1},"]}"] , "token" : {"x":"}"} ,"b":1.10}"#,
                #"{ "a":[{"token":1},"]}"] , "token" : "n\"w" ,"b":1.10}"#
            ),
            (#"{"t\u006fken":null}"#, #"{"t\u006fken":"n\"w"}"#),
            (#"{"a:,":"\\\"","token":2}"#, #"{"a:,":"\\\"","token":"n\"w"}"#),
            (#"{"n":18446744073709551616,"token":1e3}"#, #"{"n":18446744073709551616,"token":"n\"w"}"#),
        ])
    func member(old: String, new: String) throws {
        #expect(try Self.replaced(old) == new)
        #expect(try Self.replaced(old, adding: true) == new)
    }

    @Test(
        "A member that is not there is added at the end when that is wanted",
        arguments: [
            ("{}", #"{"token":"n\"w"}"#), (" { } \n", " { \"token\":\"n\\\"w\"} \n"),
            (#"{"a":{"token":"}"}}"#, #"{"a":{"token":"}"},"token":"n\"w"}"#),
        ])
    func added(old: String, new: String) throws {
        #expect(try Self.replaced(old, adding: true) == new)
        #expect { try Self.replaced(old) } throws: { error in
            if case .notFound = error as? SecretSourceError { true } else { false }
        }
    }

    @Test(
        "What is no JSON object is refused, and not shown",
        arguments: ["[]", "x", "", "{", #"{"hidden":1,"hidden":2}"#, #"{"hidden":01}"#, #""hidden""#], [true, false])
    func noObject(text: String, adding: Bool) {
        #expect {
            try Self.replaced(text, adding: adding)
        } throws: { error in
            guard case .malformed(let reason) = error as? SecretSourceError else { return false }
            return !reason.contains("hidden")
        }
    }

    @Test("The text of a value is found by the way to it, as it was written")
    func text() throws {
        let whole = Array(#"{"data": {"x":1, "data" :{ "a":1.10 } }, "b":null}"#.utf8)
        let found = try JSONMember.text(at: "data", "data", in: whole)
        #expect(found.map { String(decoding: $0, as: UTF8.self) } == #"{ "a":1.10 }"#)
        #expect(try JSONMember.text(at: "data", "other", in: whole) == nil)
        #expect(throws: SecretSourceError.self) { try JSONMember.text(at: "b", "c", in: whole) }
    }
}
