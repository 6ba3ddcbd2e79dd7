import Testing

@testable import DoorwardSecretSources

@Suite("Times of servers are read strictly")
struct InternetTimeTests {
    @Test(
        "Times of RFC 3339 are read to the second, in every zone",
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2018-03-22T02:24:06.945319214Z", 1_521_685_446),
            ("2018-03-22T04:24:06+02:00", 1_521_685_446), ("2018-03-21T21:54:06.1-04:30", 1_521_685_446),
            ("2016-02-25T06:03:31+00:00", 1_456_380_211), ("2014-10-02t15:01:23.0z", 1_412_262_083),
            ("1999-12-31T23:59:60Z", 946_684_800), ("2000-02-29T12:00:00Z", 951_825_600),
            ("2000-03-01T00:00:00-01:00", 951_872_400), ("2024-02-29T23:59:59Z", 1_709_251_199),
            ("2100-03-01T00:00:00Z", 4_107_542_400), ("9999-12-31T23:59:59Z", 253_402_300_799),
            ("1969-12-31T23:59:59Z", -1), ("0001-01-01T00:00:00Z", -62_135_596_800),
        ] as [(String, Int64)])
    func timestamps(text: String, seconds: Int64) { #expect(InternetTime.timestamp(text) == seconds) }

    @Test(
        "What is no time of RFC 3339 is none",
        arguments: [
            "", "2014-10-02", "0000-01-01T00:00:00Z", "2014-13-02T15:01:23Z", "2014-00-02T15:01:23Z",
            "2014-10-32T15:01:23Z", "2014-10-02T24:01:23Z", "2014-10-02T15:60:23Z", "2014-10-02T15:01:61Z",
            "2014-10-02T15:01:23", "2014-10-02T15:01:23.Z", "-014-10-02T15:01:23Z", "20x6-02-25T06:03:31Z",
            "2014-10-02T15:01:23+0530", "2014-10-02T15:01:23+2:00", "2014-10-02T15:01:23+24:00",
            "2014-10-02T15:01:23+05:60", "2014-10-02 15:01:23Z", "2014-10-02T15.01:23Z", "2014/10-02T15:01:23Z",
            "２014-10-02T15:01:23Z", "2014-10-02T15:01:23Z and more that is no time at all",
        ])
    func noTimestamps(text: String) { #expect(InternetTime.timestamp(text) == nil) }

    @Test(
        "The Date of an answer is read in its one form",
        arguments: [
            ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777), ("Sun, 06 Nov 1994 08:49:37 UTC", nil),
            ("Sunday, 06-Nov-94 08:49:37 GMT", nil), ("Sun, 06 Now 1994 08:49:37 GMT", nil),
            ("Sun, 06 Nov 1994 08.49:37 GMT", nil), ("", nil),
        ] as [(String, Int64?)])
    func dates(text: String, seconds: Int64?) {
        #expect(InternetTime.httpDate(text) == seconds)
        #expect(SecretResponse(status: 200, headers: [("dAte", text)]).date == seconds)
    }
}
