import DoorwardSecrets
import Testing

@testable import DoorwardSecretSources

@Suite("What AWS writes is read strictly")
struct AWSReadingTests {
    @Test(
        "Times are written as signatures hold them",
        arguments: [
            (0, "19700101T000000Z"), (951_782_399, "20000228T235959Z"), (951_782_400, "20000229T000000Z"),
            (1_440_938_160, "20150830T123600Z"), (4_107_542_399, "21000228T235959Z"),
            (4_107_542_400, "21000301T000000Z"),
            (253_402_300_799, "99991231T235959Z"), (Int64.max, "99991231T235959Z"), (Int64.min, "19700101T000000Z"),
        ])
    func stamps(seconds: Int64, text: String) { #expect(AWSTime.stamp(seconds) == text) }

    @Test("Elements of an answer in XML are found by their way")
    func document() throws {
        let text = """
            <?xml version="1.0"?>
            <A xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><B><C> a&amp;&lt;b </C><C>second</C><D/></B>
            </A>
            """
        let document = try #require(AWSDocument(Array(text.utf8)))
        #expect(document.text("A/B/C") == "a&<b")
        #expect(document.text("A/B/D") == nil)
        #expect(document.text("A/C") == nil)
    }

    @Test(
        "Hostile XML is refused",
        arguments: [
            "", "text", "<", "<A", "<A>", "</A>", "<A></B>", "<A><B></A></B>", "<A/><B/>", "<A></A>x", "<A>&x;</A>",
            "<A>&#65;</A>", "<A>&amp</A>", "<!DOCTYPE a [<!ENTITY x \"y\">]><A>&x;</A>", "<A><!-- c --></A>",
            "<A><![CDATA[x]]></A>", "<A><?x?></A>", "<A b=\"<\"></A>", "< A></A>", "<?xml version=\"1.0\"", "\u{0}",
            String(repeating: "<A>", count: 9) + String(repeating: "</A>", count: 9),
            "<A>" + String(repeating: "<B/>", count: 500) + "</A>", String(repeating: "<", count: 100_000),
        ])
    func hostile(text: String) { #expect(AWSDocument(Array(text.utf8)) == nil) }

    @Test("XML that is not UTF-8 is refused")
    func notText() { #expect(AWSDocument(Array("<A>".utf8) + [0xFF] + Array("</A>".utf8)) == nil) }

    @Test("Profiles are read from both files, the credentials file first")
    func profiles() {
        let profiles = AWSProfiles(
            credentials: "# x\n[default]\naws_access_key_id = A # note\n[work]\r\naws_access_key_id=B\r\n",
            config: """
                stray = 1
                [default]
                region = eu-central-1
                aws_access_key_id = from config
                [profile "work"]
                Role_ARN = arn
                s3 =
                  role_arn = nested
                ; comment
                [work]
                region = not this
                [sso-session work]
                region = nor this
                """)
        #expect(profiles.settings["default"] == ["aws_access_key_id": "A", "region": "eu-central-1"])
        #expect(profiles.settings["work"] == ["aws_access_key_id": "B", "role_arn": "arn", "s3": ""])
        #expect(profiles.settings.count == 2)
    }
}
