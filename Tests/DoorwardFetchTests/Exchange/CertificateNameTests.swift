import Testing

@testable import DoorwardFetch

@Suite("A certificate's name")
struct CertificateNameTests {
    @Test(
        "is for itself, and with a wildcard for one label in front",
        arguments: [
            ("client.example", "client.example", true), ("Client.EXAMPLE", "client.example", true),
            ("*.client.example", "a.client.example", true), ("*.client.example", "client.example", false),
            ("*.client.example", "a.b.client.example", false), ("*.example", "client.example", true),
            ("c*.example", "client.example", false), ("*client.example", "aclient.example", false),
            ("*.*.example", "a.b.example", false), ("a.*.example", "a.b.example", false), ("*", "example", false),
            ("*", "client.example", false), ("*.", "client.", false), ("", "client.example", false),
            ("client.example.", "client.example", false),
            ("client.example\u{0}.other.example", "client.example", false),
            ("other.example", "client.example", false), ("xclient.example", "client.example", false),
        ])
    func matches(_ presented: String, _ name: String, _ isFor: Bool) {
        #expect(CertificateName.matches(presented, name) == isFor)
    }
}
