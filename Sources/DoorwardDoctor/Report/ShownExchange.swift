internal import DoorwardDocuments

/// An exchange as it may be shown: secrets masked, control characters replaced, long bodies cut.
struct ShownExchange: Sendable {
    static let longestBody = 2_000

    let method: String
    let url: String
    let requestFields: [(name: String, value: String)]
    let requestBody: String
    /// Nil when there was no answer.
    let status: Int?
    let responseFields: [(name: String, value: String)]
    let responseBody: String
    let mediaType: String
    let size: Int
    /// Why there was no answer.
    let failure: String?
    let seconds: Double
    let sentAt: Double

    init(_ exchange: Exchange, masking: Masking, longestBody: Int = Self.longestBody) {
        let request = exchange.request
        method = request.method
        url = Self.clean(masking.text(request.url))
        requestFields = request.headers.map { ($0.name, Self.clean(masking.field($0.name, $0.value))) }
        requestBody = Self.body(request.body, masking, longestBody)
        sentAt = exchange.sentAt
        switch exchange.result {
        case .success(let response):
            status = response.status
            responseFields = response.headers.map {
                (Self.clean($0.name), Self.clean(masking.field($0.name, $0.value)))
            }
            responseBody = Self.body(response.body, masking, longestBody)
            mediaType = Self.clean(response.mediaType)
            size = response.body.count
            failure = nil
            seconds = response.elapsed.inSeconds
        case .failure(let reason):
            status = nil
            responseFields = []
            responseBody = ""
            mediaType = ""
            size = 0
            failure = Self.clean(masking.text("\(reason)"))
            seconds = 0
        }
    }

    /// What came back, in a line.
    var outcome: String {
        guard let status else { return failure ?? "no answer" }
        return "\(status)" + (mediaType.isEmpty ? "" : " \(mediaType)") + (size == 0 ? "" : ", \(Self.bytes(size))")
    }

    static func bytes(_ count: Int) -> String {
        count < 10_000 ? "\(count) bytes" : count < 10_000_000 ? "\(count / 1000) KB" : "\(count / 1_000_000) MB"
    }

    /// A stranger's text without what could drive a terminal or hide in a page.
    static func clean(_ text: String) -> String { PrintableText.of(text, keepsLines: true) }

    private static func body(_ bytes: [UInt8], _ masking: Masking, _ longest: Int) -> String {
        guard !bytes.isEmpty else { return "" }
        // Masked before it is cut: half a secret would not be found.
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return "(\(Self.bytes(bytes.count)), not text)"
        }
        let masked = clean(masking.text(text))
        guard masked.utf8.count > longest else { return masked }
        return masked.prefix(longest) + "… (\(Self.bytes(bytes.count)) in all)"
    }
}
