import DoorwardSecrets
import Testing

extension ServiceSecretRing {
    init(_ values: [String], _ scheme: CredentialScheme) {
        self.init(
            secrets: values.map {
                ResolvedSecret(reference: reference("env:X"), version: SecretVersion(secret: Secret(utf8: $0)))
            }, scheme: scheme)
    }

    func match(_ text: String) -> Int? {
        var text = text
        return text.withUTF8 { match(UnsafeRawBufferPointer($0)) }
    }
}

@Suite("The ring of service secrets")
struct ServiceSecretRingTests {
    @Test(
        "tells which secret was presented, wherever in the list it is",
        arguments: [CredentialScheme.bearer, .basic, .header], [1, 2, 3, 64])
    func every(scheme: CredentialScheme, count: Int) {
        let values = (0..<count).map { "secret number \($0)" }
        let ring = ServiceSecretRing(values, scheme)
        #expect(ring.count == count)
        for (index, value) in values.enumerated() {
            #expect(ring.match(value) == index)
            #expect(ring.match(value + " ") == nil)
            #expect(ring.match(String(value.dropLast())) == nil || count > 10)
        }
        #expect(ring.match("") == nil)
        #expect(ring.match("other") == nil)
    }

    @Test("answers with the first of equal secrets, and goes on to a later one that differs")
    func duplicates() {
        let ring = ServiceSecretRing(["x", "same", "same", "y", "same"], .bearer)
        #expect(ring.match("same") == 1)
        #expect(ring.match("y") == 3)
        #expect(ring.match("x") == 0)
    }

    @Test("without secrets, or with an empty one, lets nothing in")
    func empty() {
        for scheme in [CredentialScheme.bearer, .basic, .header] {
            #expect(ServiceSecretRing([], scheme).match("") == nil)
            #expect(ServiceSecretRing([""], scheme).match("") == nil)
            #expect(ServiceSecretRing(["a"], scheme).match(UnsafeRawBufferPointer(start: nil, count: 0)) == nil)
            #expect(ServiceSecretRing(["", "b"], scheme).match("b") == 1)
        }
    }

    @Test(
        "takes Basic credentials raw and in base64, padded or not (RFC 4648 §10, RFC 7617 §2)",
        arguments: [
            ("fo", ["fo", "Zm8=", "Zm8"]), ("foo", ["foo", "Zm9v"]), ("f", ["f", "Zg==", "Zg"]),
            (
                "Aladdin:open sesame",
                ["Aladdin:open sesame", "QWxhZGRpbjpvcGVuIHNlc2FtZQ==", "QWxhZGRpbjpvcGVuIHNlc2FtZQ"]
            ),
        ])
    func basic(secret: String, forms: [String]) {
        let ring = ServiceSecretRing(["other", secret], .basic)
        for form in forms { #expect(ring.match(form) == 1) }
        for scheme in [CredentialScheme.bearer, .header] {
            let plain = ServiceSecretRing(["other", secret], scheme)
            for form in forms { #expect(plain.match(form) == (form == secret ? 1 : nil)) }
        }
        #expect(ring.match("Zg=") == nil)
    }

    @Test("refuses what is longer than 4096 bytes even if it is the secret")
    func length() {
        let longest = String(repeating: "x", count: ServiceSecretRing.longestPresented)
        let ring = ServiceSecretRing([longest, longest + "x"], .bearer)
        #expect(ring.match(longest) == 0)
        #expect(ring.match(longest + "x") == nil)
    }

    @Test("matches bytes, not characters")
    func bytes() {
        let ring = ServiceSecretRing(["\u{E9}"], .bearer)
        #expect(ring.match("\u{E9}") == 0)
        #expect(ring.match("e\u{301}") == nil)
    }
}
