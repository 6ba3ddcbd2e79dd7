import DoorwardSecrets
import Testing

@testable import DoorwardSecretSources

/// The test suite of Signature Version 4 as AWS published it: the key AKIDEXAMPLE on 2015-08-30 at 12:36 UTC.
@Suite("Requests are signed as AWS does it")
struct AWSSignatureTests {
    struct Example: Sendable, CustomTestStringConvertible {
        var name: String
        var method = "GET"
        var rest = "/"
        var headers: [[String]] = []
        var body = ""
        var signed = "host;x-amz-date"
        var signature: String

        var testDescription: String { name }
    }

    static let vanilla = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
    static let unreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    static let myHeader = "host;my-header1;x-amz-date"
    static let examples = [
        Example(
            name: "get-header-key-duplicate",
            headers: [["My-Header1", "value2"], ["My-Header1", "value2"], ["My-Header1", "value1"]], signed: myHeader,
            signature: "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"),
        Example(
            name: "get-header-value-order",
            headers: [
                ["My-Header1", "value4"], ["My-Header1", "value1"], ["My-Header1", "value3"], ["My-Header1", "value2"],
            ],
            signed: myHeader, signature: "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01"),
        Example(
            name: "get-header-value-trim", headers: [["My-Header1", " value1"], ["My-Header2", " \"a   b   c\""]],
            signed: "host;my-header1;my-header2;x-amz-date",
            signature: "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"),
        Example(
            name: "get-unreserved", rest: "/" + unreserved,
            signature: "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"),
        Example(name: "get-vanilla", signature: vanilla),
        Example(
            name: "get-utf8", rest: "/ሴ",
            signature: "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"),
        Example(
            name: "get-vanilla-empty-query-key", rest: "/?Param1=value1",
            signature: "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb"),
        Example(
            name: "get-vanilla-query-order-key", rest: "/?Param1=value2&Param1=Value1",
            signature: "eedbc4e291e521cf13422ffca22be7d2eb8146eecf653089df300a15b2382bd1"),
        Example(
            name: "get-vanilla-query-order-key-case", rest: "/?Param2=value2&Param1=value1",
            signature: "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
        Example(
            name: "get-vanilla-query-order-value", rest: "/?Param1=value2&Param1=value1",
            signature: "5772eed61e12b33fae39ee5e7012498b51d56abc0abb7c60486157bd471c4694"),
        Example(
            name: "get-vanilla-query-unreserved", rest: "/?\(unreserved)=\(unreserved)",
            signature: "9c3e54bfcdf0b19771a7f523ee5669cdf59bc7cc0884027167c21bb143a40197"),
        Example(
            name: "get-vanilla-utf8-query", rest: "/?ሴ=bar",
            signature: "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04"),
        Example(
            name: "post-vanilla", method: "POST",
            signature: "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        Example(
            name: "post-header-key-sort", method: "POST", headers: [["My-Header1", "value1"]], signed: myHeader,
            signature: "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"),
        Example(
            name: "post-header-key-case", method: "POST", headers: [["MY-HEADER1", "value1"]], signed: myHeader,
            signature: "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"),
        Example(
            name: "post-header-value-case", method: "POST", headers: [["My-Header1", "VALUE1"]], signed: myHeader,
            signature: "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d"),
        Example(
            name: "post-vanilla-query", method: "POST", rest: "/?Param1=value1",
            signature: "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11"),
        Example(
            name: "post-x-www-form-urlencoded", method: "POST",
            headers: [["Content-Type", "application/x-www-form-urlencoded"]], body: "Param1=value1",
            signed: "content-type;host;x-amz-date",
            signature: "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"),
        Example(
            name: "post-x-www-form-urlencoded-parameters", method: "POST",
            headers: [["Content-Type", "application/x-www-form-urlencoded; charset=utf8"]],
            body: "Param1=value1", signed: "content-type;host;x-amz-date",
            signature: "1a72ec8f64bd914b0e42e42607c7fbce7fb2c7465f63e3092b3b0d39fa77a6fe"),
        Example(name: "get-relative", rest: "/example/..", signature: vanilla),
        Example(name: "get-relative-relative", rest: "/example1/example2/../..", signature: vanilla),
        Example(name: "get-slash", rest: "//", signature: vanilla),
        Example(name: "get-slash-dot-slash", rest: "/./", signature: vanilla),
        Example(
            name: "get-slash-pointless-dot", rest: "/./example",
            signature: "ef75d96142cf21edca26f06005da7988e4f8dc83a165a80865db7089db637ec5"),
        Example(
            name: "get-slashes", rest: "//example//",
            signature: "9a624bd73a37c9a373b5312afbebe7a714a789de108f0bdfe846570885f57e84"),
        Example(
            name: "get-space", rest: "/example space/",
            signature: "652487583200325589f1fba4c7e578f72c47cb61beeca81406b39ddec1366741"),
    ]

    /// 2015-08-30 12:36:00 UTC
    static let now: Int64 = 1_440_938_160

    private func credentials(token: String? = nil) throws -> AWSCredentials {
        try AWSCredentials(
            accessKey: "AKID" + "EXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG" + "+bPxRfiCYEXAMPLEKEY",
            sessionToken: token, origin: "AWS's documentation")
    }

    private func authorization(_ request: SecretRequest) -> String? {
        request.headers.first { $0.name == "Authorization" }?.value
    }

    @Test("Each example of AWS's test suite gets the signature published with it", arguments: examples)
    func suite(_ example: Example) throws {
        var request = SecretRequest(
            example.method, "https://example.amazonaws.com\(example.rest)",
            headers: example.headers.map { ($0[0], $0[1]) }, body: Array(example.body.utf8))
        AWSSignature(credentials: try credentials(), region: "us-east-1", service: "service")
            .sign(&request, at: Self.now)
        #expect(
            authorization(request)
                == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
                + "SignedHeaders=\(example.signed), Signature=\(example.signature)")
        #expect(request.headers.contains { $0 == ("X-Amz-Date", "20150830T123600Z") })
    }

    @Test("A session token is signed: example post-sts-header-before")
    func token() throws {
        let token =
            "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8"
            + "YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6"
            + "q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJ"
            + "abIQwj2ICCR/oLxBA=="
        var request = SecretRequest("POST", "https://example.amazonaws.com/")
        AWSSignature(credentials: try credentials(token: token), region: "us-east-1", service: "service")
            .sign(&request, at: Self.now)
        #expect(
            authorization(request)?.hasSuffix(
                "SignedHeaders=host;x-amz-date;x-amz-security-token, "
                    + "Signature=85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead") == true)
    }

    @Test("The worked example of the documentation: ListUsers of IAM")
    func listUsers() throws {
        var request = SecretRequest(
            "GET", "https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08",
            headers: [("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")])
        AWSSignature(credentials: try credentials(), region: "us-east-1", service: "iam").sign(&request, at: Self.now)
        #expect(
            authorization(request)
                == "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, "
                + "SignedHeaders=content-type;host;x-amz-date, "
                + "Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7")
    }

    @Test(
        "What is escaped in the path is escaped once more, in the query only once",
        arguments: [
            ("https://h/a%20b?x=%2f&y", "/a%2520b", "x=%2F&y="), ("https://h", "/", ""),
            ("https://h/a/../../b/./c?", "/b/c", ""), ("https://h/?b=1&a=2&a", "/", "a=&a=2&b=1"),
        ])
    func canonical(url: String, path: String, query: String) {
        let lines = AWSSignature.canonical(SecretRequest("GET", url)).text.split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[1] == path)
        #expect(lines[2] == query)
    }

    @Test(
        "The signed host has the port that Host has",
        arguments: [
            ("https://h:443/", "h"), ("http://h:80/", "h"), ("http://h:443/", "h:443"),
            ("http://127.0.0.1:5000", "127.0.0.1:5000"),
            ("https://[::1]:8443/x", "[::1]:8443"),
        ])
    func host(url: String, host: String) {
        #expect(AWSSignature.canonical(SecretRequest("GET", url)).text.contains("\nhost:\(host)\n"))
    }
}
