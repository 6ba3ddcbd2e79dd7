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
        ] as [(String, String, String, String?)])
    func parts(text: String, scheme: String, location: String, fragment: String?) throws {
        let reference = try SecretReference(parsing: text)
        #expect(reference.scheme == scheme)
        #expect(reference.location == location)
        #expect(reference.fragment == fragment)
        #expect("\(reference)" == text)
    }

    @Test(
        "without a scheme is refused, and the message does not repeat what may be the secret itself",
        arguments: ["", ":", ":x", "hunter2hunter2", "ENV:NAME", "a b:c", "é:x"])
    func noScheme(text: String) throws {
        let error = #expect(throws: SecretReferenceError.noScheme) { try SecretReference(parsing: text) }
        if text.count > 4 { #expect(try !#require(error).description.contains(text)) }
    }

    @Test("without a location is refused with what to write instead", arguments: ["env:", "dotenv:#NAME"])
    func noLocation(text: String) throws {
        let error = try #require(throws: SecretReferenceError.self) { try SecretReference(parsing: text) }
        #expect(error.description.contains("write "))
        #expect(error == .noLocation(scheme: String(text.prefix { $0 != ":" })))
    }
}
