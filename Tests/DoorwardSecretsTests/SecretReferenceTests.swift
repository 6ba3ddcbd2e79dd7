import DoorwardSecrets
import Testing

@Suite("A reference to a secret")
struct SecretReferenceTests {
    @Test(
        "splits into scheme, location and fragment and prints as it was written",
        arguments: [
            ("env:NAME", "env", "NAME", nil), ("file:/run/secrets/x", "file", "/run/secrets/x", nil),
            ("dotenv:.env#NAME", "dotenv", ".env", "NAME"), ("systemd:key", "systemd", "key", nil),
            ("file:c:/x", "file", "c:/x", nil), ("dotenv:.env#", "dotenv", ".env", ""),
            ("aws-sm://eu-central-1/a/b#c", "aws-sm", "eu-central-1/a/b", "c"),
            ("aws-ssm://eu-central-1//a", "aws-ssm", "eu-central-1//a", nil),
            ("exec:op read 'op://a b/c#d?e=f'", "exec", "op read 'op://a b/c#d?e=f'", nil),
            ("file:a?b=c", "file", "a?b=c", nil), ("file://x", "file", "//x", nil),
        ] as [(String, String, String, String?)])
    func parts(text: String, scheme: String, location: String, fragment: String?) throws {
        let reference = try SecretReference(parsing: text)
        #expect(reference.scheme == scheme)
        #expect(reference.location == location)
        #expect(reference.fragment == fragment)
        #expect("\(reference)" == text)
    }

    @Test("of a secret manager may have options, the last of several counts")
    func options() throws {
        let reference = try SecretReference(parsing: "vault://kv/a?version=3&engine=kv1&engine=kv2&bare#key")
        #expect(reference.location == "kv/a")
        #expect(reference.fragment == "key")
        #expect(reference.option("version") == "3")
        #expect(reference.option("engine") == "kv2")
        #expect(reference.option("bare") == "")
        #expect(reference.option("none") == nil)
        #expect("\(reference)" == "vault://kv/a?version=3&engine=kv1&engine=kv2&bare=#key")
        #expect(try SecretReference(parsing: "\(reference)") == reference)
    }

    @Test("may be optional, which is written but is no other place")
    func optional() throws {
        let needed = try SecretReference(parsing: "env:A")
        let optional = try SecretReference(parsing: "optional:env:A")
        #expect(optional.isOptional && !needed.isOptional)
        #expect("\(optional)" == "env:A" && optional.written == "optional:env:A" && needed.written == "env:A")
        #expect(optional == needed && optional.hashValue == needed.hashValue)
        #expect(throws: SecretReferenceError.self) { try SecretReference(parsing: "optional:") }
    }

    @Test(
        "without a scheme is refused, and the message does not repeat what may be the secret itself",
        arguments: ["", ":", ":x", "hunter2hunter2", "ENV:NAME", "a b:c", "é:x"])
    func noScheme(text: String) throws {
        let error = #expect(throws: SecretReferenceError.noScheme) { try SecretReference(parsing: text) }
        if text.count > 4 { #expect(try !#require(error).description.contains(text)) }
    }

    @Test(
        "without a location is refused with what to write instead",
        arguments: ["env:", "dotenv:#NAME", "aws-sm://", "vault://?a=b", "exec:", "exec:  "])
    func noLocation(text: String) throws {
        let error = try #require(throws: SecretReferenceError.self) { try SecretReference(parsing: text) }
        #expect(error.description.contains("write "))
        #expect(error == .noLocation(scheme: String(text.prefix { $0 != ":" })))
    }
}
