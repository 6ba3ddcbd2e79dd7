public import DoorwardDocuments

/// The traffic of examinations as an HTTP Archive (HAR 1.2), secrets masked, for the network panel of a browser.
public struct HARLog {
    private static let longestBody = 100_000
    private let reports: [ExaminationReport]
    private let version: String

    /// - Parameter version: Doorward's own version.
    public init(_ reports: [ExaminationReport], version: String) {
        self.reports = reports
        self.version = version
    }

    public var json: JSONValue {
        [
            "log": [
                "version": "1.2", "creator": ["name": "doorward doctor", "version": .string(version)],
                "entries": .array(reports.flatMap(entries)),
            ]
        ]
    }

    private func entries(of report: ExaminationReport) -> [JSONValue] {
        let masking = Masking(report.masked)
        return report.steps.flatMap { step in
            step.exchanges.map { exchange in
                entry(
                    ShownExchange(exchange, masking: masking, longestBody: Self.longestBody),
                    comment: ShownExchange.clean(
                        masking.text("\(report.profile), step \(step.number): \(step.title)")))
            }
        }
    }

    private func entry(_ shown: ShownExchange, comment: String) -> JSONValue {
        let milliseconds = JSONValue.number((shown.seconds * 1000).decimals)
        return [
            "startedDateTime": .string(Timestamp(secondsSince1970: shown.sentAt).text), "time": milliseconds,
            "comment": .string(comment),
            "request": request(shown), "response": response(shown), "cache": [:],
            "timings": ["send": 0, "wait": milliseconds, "receive": 0],
        ]
    }

    private func request(_ shown: ShownExchange) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("method", .string(shown.method)), ("url", .string(shown.url)), ("httpVersion", "HTTP/1.1"),
            ("cookies", []), ("headers", fields(shown.requestFields)), ("queryString", query(of: shown.url)),
            ("headersSize", -1), ("bodySize", .number(String(shown.requestBody.utf8.count))),
        ]
        if !shown.requestBody.isEmpty {
            let type = shown.requestFields.first { $0.name.lowercased() == "content-type" }?.value ?? ""
            members.append(("postData", ["mimeType": .string(type), "text": .string(shown.requestBody)]))
        }
        return .object(JSONObject(members))
    }

    private func response(_ shown: ShownExchange) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("status", .number(String(shown.status ?? 0))), ("statusText", .string(shown.failure ?? "")),
            ("httpVersion", "HTTP/1.1"), ("cookies", []), ("headers", fields(shown.responseFields)),
            (
                "content",
                [
                    "size": .number(String(shown.size)), "mimeType": .string(shown.mediaType),
                    "text": .string(shown.responseBody),
                ]
            ),
            (
                "redirectURL",
                .string(shown.responseFields.first { $0.name.lowercased() == "location" }?.value ?? "")
            ), ("headersSize", -1), ("bodySize", .number(String(shown.size))),
        ]
        if let failure = shown.failure { members.append(("_error", .string(failure))) }
        return .object(JSONObject(members))
    }

    private func fields(_ fields: [(name: String, value: String)]) -> JSONValue {
        .array(fields.map { ["name": .string($0.name), "value": .string($0.value)] })
    }

    private func query(of url: String) -> JSONValue {
        guard let mark = url.firstIndex(of: "?") else { return [] }
        let pairs = url[url.index(after: mark)...].prefix { $0 != "#" }.split(separator: "&")
        return .array(
            pairs.map { pair in
                let equals = pair.firstIndex(of: "=") ?? pair.endIndex
                return [
                    "name": .string(String(pair[..<equals])), "value": .string(String(pair[equals...].dropFirst())),
                ]
            })
    }
}
