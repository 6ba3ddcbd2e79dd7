import DoorwardDocuments
import Testing

@testable import DoorwardDoctor

@Suite("Cookies of sign-in pages")
struct CookieJarTests {
    @Test(
        "go where they belong",
        arguments: [
            ("a=1", "https://a.example/x/y", "https://a.example/x/z", true),
            ("a=1", "https://a.example/x/y", "https://a.example/z", false),
            ("a=1; Path=/", "https://a.example/x/y", "https://a.example/z", true),
            ("a=1; Path=/x", "https://a.example/", "https://a.example/xy", false),
            ("a=1; Path=/", "https://a.example/", "https://b.a.example/", false),
            ("a=1; Path=/; Domain=a.example", "https://a.example/", "https://b.a.example/", true),
            ("a=1; Path=/; Domain=.a.example", "https://b.a.example/", "https://a.example/", true),
            ("a=1; Path=/; Domain=b.example", "https://a.example/", "https://b.example/", false),
            ("a=1; Path=/; Domain=example", "https://a.example/", "https://b.example/", false),
            ("a=1; Path=/; Secure", "https://a.example/", "http://a.example/", false),
            ("a=1; Path=/; Secure", "http://127.0.0.1:80/", "http://127.0.0.1:90/", true),
            ("a=1; Path=/; Max-Age=0", "https://a.example/", "https://a.example/", false),
            ("a=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "https://a.example/", "https://a.example/", false),
        ])
    func scope(field: String, from: String, to: String, isSent: Bool) throws {
        var jar = CookieJar()
        let here = try #require(WebAddress(from))
        jar.take(from: ProbeResponse(status: 200, headers: [("set-cookie", field)]), at: here)
        #expect(jar.field(for: try #require(WebAddress(to))) == (isSent ? "a=1" : nil))
    }

    @Test("replace each other, and the longer path comes first")
    func order() throws {
        var jar = CookieJar()
        let here = try #require(WebAddress("https://a.example/x/y"))
        for field in ["a=1; Path=/", "b=2; Path=/x", "a=3; Path=/", "nonsense", "=4"] {
            jar.take(from: ProbeResponse(status: 200, headers: [("Set-Cookie", field)]), at: here)
        }
        #expect(jar.field(for: here) == "b=2; a=3")
        let gone = ProbeResponse(status: 200, headers: [("Set-Cookie", "b=; Path=/x; Max-Age=0")])
        jar.take(from: gone, at: here)
        #expect(jar.field(for: here) == "a=3")
    }
}
