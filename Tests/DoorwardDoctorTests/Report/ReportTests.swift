import DoorwardDocuments
import Testing

@testable import DoorwardDoctor

@Suite("Transcripts as text, JSON, HTML and HAR")
struct ReportTests {
    @Test("No form of a transcript holds a secret or a control character")
    func masked() throws {
        let profile = try #require(ReportSamples.profile())
        let report = ReportSamples.report()
        let texts = [
            report.text(profile: profile, style: ReportStyle(isVerbose: true)),
            String(decoding: report.json(profile: profile).serialized(), as: UTF8.self),
            HTMLReport([(report, profile)], version: "1", madeAt: 0).html,
            String(decoding: HARLog([report], version: "1").json.serialized(), as: UTF8.self),
        ]
        for text in texts {
            #expect(!text.contains(ReportSamples.secret))
            #expect(!text.contains("\u{1B}"))
            #expect(!text.contains("\u{202E}"))
        }
    }

    @Test("Text numbers the steps, and a failure has a cause, a fix, and what the user sees")
    func text() throws {
        let profile = try #require(ReportSamples.profile())
        let text = ReportSamples.report().text(profile: profile, style: ReportStyle())
        #expect(text.contains("  2. Fetch the manifest  FAILED"))
        #expect(text.contains("P01"))
        #expect(text.contains("Likely cause: "))
        #expect(text.contains("Fix: "))
        #expect(text.contains("4 steps: 1 passed, 1 with a warning, 1 skipped, 1 failed"))
    }

    @Test("JSON counts the verdicts and names the faults")
    func json() throws {
        let profile = try #require(ReportSamples.profile())
        let value = ReportSamples.report().json(profile: profile)
        #expect(value["faults"] == ["P01"])
        #expect(value["summary"]?["failed"]?.intValue == 1)
        #expect(value["steps"]?[1]?["exchanges"]?[0]?["response"]?["seconds"] == .number("1.234"))
        #expect(value["steps"]?[2]?["exchanges"]?[0]?["failure"]?.stringValue == "no whole answer within 15 s")
    }

    @Test("HTML needs nothing from elsewhere and runs nothing")
    func html() throws {
        let profile = try #require(ReportSamples.profile())
        let html = HTMLReport([(ReportSamples.report(), profile)], version: "1", madeAt: 1_795_368_000).html
        #expect(!html.contains("<script"))
        #expect(!html.contains("src="))
        #expect(!html.contains("href="))
        #expect(html.contains("&lt;script&gt;"))
        #expect(html.contains("default-src 'none'"))
    }

    @Test("A HAR entry has the time, the fields and the status; 0 where there was no answer")
    func har() throws {
        let log = HARLog([ReportSamples.report()], version: "1").json
        let entries = try #require(log["log"]?["entries"]?.arrayValue)
        #expect(entries.count == 2)
        #expect(entries[0]["startedDateTime"]?.stringValue == "2026-11-22T17:20:00.250Z")
        #expect(entries[0]["time"] == .number("1234.000"))
        #expect(entries[0]["request"]?["postData"]?["mimeType"]?.stringValue == "application/json")
        #expect(entries[1]["response"]?["status"]?.intValue == 0)
    }

    @Test(
        "Moments are written as RFC 3339 has them",
        arguments: [
            (0.0, "1970-01-01T00:00:00.000Z"), (951_782_400, "2000-02-29T00:00:00.000Z"),
            (1_735_689_599.999, "2024-12-31T23:59:59.999Z"), (1_709_164_800, "2024-02-29T00:00:00.000Z"),
            (-5, "1970-01-01T00:00:00.000Z"), (.infinity, "1970-01-01T00:00:00.000Z"),
        ])
    func timestamps(seconds: Double, text: String) {
        #expect(Timestamp(secondsSince1970: seconds).text == text)
    }
}
