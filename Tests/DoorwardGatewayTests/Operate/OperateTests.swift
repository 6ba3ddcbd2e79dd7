import DoorwardDocuments
import DoorwardSecrets
import NIOCore
import Testing

@testable import DoorwardGateway

@Suite("Calendar")
struct CivilTimeTests {
    @Test(
        "Known moments are written as they were",
        arguments: [
            (0, "1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
            (784_111_777, "1994-11-06T08:49:37Z", "Sun, 06 Nov 1994 08:49:37 GMT"),
            (951_782_400, "2000-02-29T00:00:00Z", "Tue, 29 Feb 2000 00:00:00 GMT"),
            (951_868_799, "2000-02-29T23:59:59Z", "Tue, 29 Feb 2000 23:59:59 GMT"),
            (951_868_800, "2000-03-01T00:00:00Z", "Wed, 01 Mar 2000 00:00:00 GMT"),
            (1_709_164_800, "2024-02-29T00:00:00Z", "Thu, 29 Feb 2024 00:00:00 GMT"),
            (1_735_689_599, "2024-12-31T23:59:59Z", "Tue, 31 Dec 2024 23:59:59 GMT"),
            (2_147_483_648, "2038-01-19T03:14:08Z", "Tue, 19 Jan 2038 03:14:08 GMT"),
            (4_107_542_399, "2100-02-28T23:59:59Z", "Sun, 28 Feb 2100 23:59:59 GMT"),
            (4_107_542_400, "2100-03-01T00:00:00Z", "Mon, 01 Mar 2100 00:00:00 GMT"),
            (-1, "1969-12-31T23:59:59Z", "Wed, 31 Dec 1969 23:59:59 GMT"),
            (-86_400, "1969-12-31T00:00:00Z", "Wed, 31 Dec 1969 00:00:00 GMT"),
            (253_402_300_799, "9999-12-31T23:59:59Z", "Fri, 31 Dec 9999 23:59:59 GMT"),
        ] as [(Int64, String, String)])
    func known(seconds: Int64, rfc3339: String, httpDate: String) {
        #expect(CivilTime(unixSeconds: seconds).rfc3339 == rfc3339)
        #expect(CivilTime(unixSeconds: seconds).httpDate == httpDate)
    }

    @Test("Every day follows the one before it, over four centuries")
    func everyDay() {
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var (year, month, day) = (1970, 1, 1)
        for number in 0..<146_097 {
            let time = CivilTime(unixSeconds: Int64(number) * 86_400 + 43_200)
            guard (time.year, time.month, time.day) == (year, month, day), time.weekday == (number + 4) % 7,
                time.hour == 12
            else {
                Issue.record("\(time) is not \(year)-\(month)-\(day)")
                return
            }
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            day += 1
            if day > lengths[month - 1] + (month == 2 && isLeap ? 1 : 0) { (day, month) = (1, month + 1) }
            if month > 12 { (month, year) = (1, year + 1) }
        }
    }

    @Test("The clock's line is a Date field of now")
    func clock() {
        let clock = GateClock()
        #expect(
            String(decoding: clock.dateLine, as: UTF8.self)
                == "date: \(CivilTime(unixSeconds: clock.unixSeconds).httpDate)\r\n")
        #expect(abs(GateClock.unixMilliseconds() / 1000 - clock.unixSeconds) <= 2)
    }
}

@Suite("Log lines")
struct LogLineTests {
    @Test("Whatever a value holds, the line is one line of JSON with that value")
    func escapes() throws {
        let scalars = (0...0x24F).compactMap { UnicodeScalar($0) } + ["\u{2028}", "\u{FEFF}", "😀", "\u{202E}"]
        let value = String(String.UnicodeScalarView(scalars))
        var line = JSONLine(time: "t", level: "info", event: "e")
        line.add("key", value)
        line.add("number", -3)
        let bytes = line.bytes
        #expect(bytes.filter { $0 == 0x0A }.count == 1 && bytes.last == 0x0A)
        let object = try JSONValue(parsing: bytes.dropLast())
        #expect(object == ["time": "t", "level": "info", "event": "e", "key": .string(value), "number": -3])
        #expect(
            JSONLine.escaped(value).unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
    }

    @Test(
        "Durations have three digits behind the point",
        arguments: [
            (0, "0.000"), (7, "0.007"), (42, "0.042"), (999, "0.999"), (1_000, "1.000"), (1_234_567, "1234.567"),
        ] as [(Int64, String)])
    func milliseconds(microseconds: Int64, text: String) { #expect(JSONLine.milliseconds(microseconds) == text) }

    private func context() -> RequestContext {
        let request = RequestContext()
        request.identifier = (0xA, 0xB)
        request.client = "192.0.2.1"
        request.path = "/x/y".bytes
        request.operation = "list\"Things\u{1B}[31m"
        request.status = 200
        request.admitted = true
        request.caller = .user(
            APIKeyRecord(
                id: "k_1", user: "ann\n{\"event\":\"forged\"}", digest: SecretDigest(hashing: []), hint: "dwk_hint",
                createdAt: 0))
        request.conversation = "c-1"
        request.started = .uptimeNanoseconds(1_000_000)
        request.upstreamStarted = .uptimeNanoseconds(2_000_000)
        request.upstreamAnswered = .uptimeNanoseconds(5_500_000)
        return request
    }

    private func lines(_ request: RequestContext, _ format: LogFormat) -> [String] {
        let sink = LogCollector()
        var log = AccessLog(format: format, sink: sink)
        log.record(request, at: .uptimeNanoseconds(11_000_000), unixSeconds: 0)
        log.flush()
        log.flush()
        return sink.text.split(separator: "\n").map(String.init)
    }

    @Test("An accepted request has one line that says all")
    func access() throws {
        let lines = lines(context(), .json)
        #expect(lines.count == 1)
        #expect(
            try JSONValue(parsing: (lines.first ?? "").utf8) == [
                "time": "1970-01-01T00:00:00Z", "level": "info", "event": "access",
                "request_id": "000000000000000a000000000000000b",
                "client": "192.0.2.1", "method": "GET", "path": "/x/y", "operation": "list\"Things\u{1B}[31m",
                "openai_conversation_id": "c-1", "status": 200, "verdict": "user",
                "user": "ann\n{\"event\":\"forged\"}", "key": "k_1",
                "bytes_in": 0, "bytes_out": 0, "duration_ms": .number("10.000"), "upstream_ms": .number("3.500"),
            ])
    }

    @Test("A refusal has an audit line too")
    func audit() {
        let request = context()
        request.admitted = false
        request.refusal = "wrong_secret"
        let lines = lines(request, .json)
        #expect(lines.count == 2)
        #expect(lines.first?.contains(#""event":"audit","kind":"refused","reason":"wrong_secret""#) == true)
        #expect(lines.last?.contains(#""verdict":"refused","reason":"wrong_secret""#) == true)
    }

    @Test("Text for a terminal is one line too")
    func text() {
        let lines = lines(context(), .text)
        #expect(
            lines.count == 1 && lines.first?.hasPrefix("1970-01-01T00:00:00Z 200 GET /x/y user user=ann\\n") == true)
    }

    @Test(
        "Labels that could deceive are left out",
        arguments: ["", "a b", "a\"b", "a\nb", "é", String(repeating: "a", count: 129), "a\\b", "a,b", "a{b}"])
    func labels(text: String) { #expect(text.bytes.withUnsafeBytes(Label.read) == nil) }

    @Test("Labels that are plain are kept", arguments: ["abc-1", "a:b/c", String(repeating: "a", count: 128)])
    func plainLabels(text: String) { #expect(text.bytes.withUnsafeBytes(Label.read) == text) }
}

@Suite("Metrics")
struct MetricsTests {
    @Test("A duration is counted in the first bucket that holds it")
    func histogram() {
        var histogram = LatencyHistogram()
        for (index, bound) in LatencyHistogram.bounds.enumerated() {
            histogram.record(microseconds: bound)
            #expect(histogram.counts[index] == 1)
        }
        histogram.record(microseconds: 45_000_001)
        histogram.record(microseconds: 0)
        #expect(histogram.counts.last == 1 && histogram.counts.first == 2 && histogram.count == 19)
        #expect(histogram.sumMicroseconds == LatencyHistogram.bounds.reduce(0, +) + 45_000_001)
        var sum = histogram
        sum.add(histogram)
        #expect(sum.count == 38 && sum.sumMicroseconds == 2 * histogram.sumMicroseconds)
        #expect(LatencyHistogram.bounds == LatencyHistogram.bounds.sorted())
    }

    @Test(
        "Seconds are exact",
        arguments: [
            (0, "0"), (1, "0.000001"), (100, "0.0001"), (1_000_000, "1"), (1_500_000, "1.5"), (45_000_000, "45"),
            (10_000_001, "10.000001"),
        ] as [(Int64, String)])
    func seconds(microseconds: Int64, text: String) { #expect(PrometheusText.seconds(microseconds) == text) }

    @Test("Labels cannot break out of their quotation marks")
    func labels() {
        var text = PrometheusText()
        text.add("m", "gauge", help: "h", samples: [([("a", "x\"y\\z\nw"), ("b", "")], "1"), ([], "2")])
        #expect(text.text == "# HELP m h\n# TYPE m gauge\nm{a=\"x\\\"y\\\\z\\nw\",b=\"\"} 1\nm 2\n")
    }

    @Test("All metrics of the gate are written, buckets cumulative")
    func gateMetrics() {
        var metrics = GateMetrics()
        metrics.requests[.init(operation: "b", status: 200)] = 2
        metrics.requests[.init(operation: "a", status: 404)] = 1
        metrics.refusals["wrong_secret"] = 3
        metrics.total.record(microseconds: 90)
        metrics.total.record(microseconds: 300)
        var both = metrics
        both.add(metrics)
        var text = PrometheusText()
        both.write(to: &text)
        for line in [
            "doorward_requests_total{operation=\"a\",status=\"404\"} 2\ndoorward_requests_total{operation=\"b\",status=\"200\"} 4\n",
            "doorward_refusals_total{reason=\"wrong_secret\"} 6\n",
            "doorward_request_duration_seconds_bucket{le=\"0.0001\"} 2\n",
            "doorward_request_duration_seconds_bucket{le=\"0.00025\"} 2\ndoorward_request_duration_seconds_bucket{le=\"0.0005\"} 4\n",
            "doorward_request_duration_seconds_bucket{le=\"+Inf\"} 4\ndoorward_request_duration_seconds_sum 0.00078\n",
            "doorward_request_duration_seconds_count 4\n",
        ] { #expect(text.text.contains(line), "\(line)") }
    }
}
