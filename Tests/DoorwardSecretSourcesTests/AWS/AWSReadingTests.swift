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

    @Test(
        "Times are read in the forms that AWS has",
        arguments: [
            ("2016-02-25T06:03:31Z", 1_456_380_211), ("2016-02-29T00:00:00.123Z", 1_456_704_000),
            ("2016-02-25T06:03:31+00:00", 1_456_380_211), ("2016-02-25T06:03:31+01:00", nil),
            ("2016-13-25T06:03:31Z", nil),
            ("2016-02-25 06:03:31Z", nil), ("20x6-02-25T06:03:31Z", nil), ("", nil), ("1969-12-31T23:59:59Z", nil),
        ] as [(String, Int64?)])
    func timestamps(text: String, seconds: Int64?) { #expect(AWSTime.timestamp(text) == seconds) }

    @Test(
        "The Date of an answer is read in its one form",
        arguments: [
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Sun, 06 Nov 1994 08:49:37 UTC", nil),
            ("Sunday, 06-Nov-94 08:49:37 GMT", nil), ("Sun, 06 Xyz 1994 08:49:37 GMT", nil), ("", nil),
        ] as [(String, Int64?)])
    func dates(text: String, seconds: Int64?) { #expect(AWSTime.httpDate(text) == seconds) }

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

    @Test(
        "Base64 has its padding and its own alphabet",
        arguments: [
            ("", []), ("/w==", [0xFF]), ("+/8=", [0xFB, 0xFF]), ("AAAA", [0, 0, 0]), ("_w==", nil), ("/w", nil),
            ("/w=", nil),
            ("/x==", nil), ("A===", nil), ("====", nil), ("AA A", nil),
        ] as [(String, [UInt8]?)])
    func base64(text: String, bytes: [UInt8]?) {
        #expect(AWSValue.bytes(base64: text) == bytes)
        if let bytes { #expect(AWSValue.base64(bytes) == text) }
    }

    @Test(
        "A member is replaced where it stands, and nothing else changes",
        arguments: [
            (#"{"token": "old"}"#, #"{"token": "n\"w"}"#),
            (
                #"{ "a":[{"token":1},"]}"] , "token" : {"x":"}"} ,"b":1.10}"#,
                #"{ "a":[{"token":1},"]}"] , "token" : "n\"w" ,"b":1.10}"#
            ),
            (#"{"t\u006fken":null}"#, #"{"t\u006fken":"n\"w"}"#),
            (#"{"a:,":"\\\"","token":2}"#, #"{"a:,":"\\\"","token":"n\"w"}"#),
        ])
    func member(old: String, new: String) throws {
        let bytes = try AWSMember.replace("token", by: "n\"w", in: Array(old.utf8))
        #expect(String(decoding: bytes, as: UTF8.self) == new)
    }

    @Test(
        "A member that is not there is not added",
        arguments: [#"{}"#, #"{"Token":"x","a":{"token":1}}"#, "[]", "x", ""])
    func noMember(text: String) async {
        let error = await AWSScene.failure { () throws(SecretSourceError) in
            try AWSMember.replace("token", by: "new", in: Array(text.utf8))
        }
        switch error {
        case .notFound, .malformed: break
        default: Issue.record("\(String(describing: error))")
        }
    }

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
