import Foundation
import Testing

@testable import DoorwardServer

@Suite("Curl lines")
struct CurlLineTests {
    @Test(
        "are taken literally by a shell",
        arguments: ["plain", "it's", "$(id) `id` \"$HOME\" \\ !x", "two\nlines", "''", "é\u{301}'\u{301}", "-n", ""])
    func quoting(text: String) throws {
        let shell = Process()
        shell.executableURL = URL(fileURLWithPath: "/bin/sh")
        shell.arguments = ["-c", "printf %s " + CurlLine.quoted(text)]
        let output = Pipe()
        shell.standardOutput = output
        try shell.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        shell.waitUntilExit()
        #expect([UInt8](printed) == Array(text.utf8))
    }

    @Test("quote a header's name where a shell would see more than a name in it")
    func headers() {
        #expect(CurlLine.header("X-Api-Key", variable: "TOKEN") == #""X-Api-Key: $TOKEN""#)
        #expect(CurlLine.header("X$`!'", variable: "TOKEN") == #"'X$`!'\'': '"$TOKEN""#)
    }

    @Test("say the method only where curl would not choose it")
    func methods() {
        #expect(CurlLine(method: "GET", url: "https://x/").text == "curl 'https://x/'")
        #expect(CurlLine(method: "HEAD", url: "https://x/").text == "curl --head 'https://x/'")
        let post = CurlLine(method: "POST", url: "https://x/", contentType: "text/plain", body: "it's")
        #expect(post.text == #"curl -X POST 'https://x/' -H 'Content-Type: text/plain' --data-raw 'it'\''s'"#)
    }

    @Test("encode values as the page's script does")
    func encoding() {
        #expect(CurlLine.encoded("a/b?c#d é,~'") == "a%2Fb%3Fc%23d%20%C3%A9%2C~'")
    }
}
