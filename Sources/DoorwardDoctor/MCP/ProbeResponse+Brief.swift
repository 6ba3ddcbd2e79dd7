extension ProbeResponse {
    /// Status and kind of an answer, as the end of a sentence: `status 403 with an HTML page`.
    var inBrief: String {
        guard !body.isEmpty else { return "status \(status) with an empty body" }
        if isHTML { return "status \(status) with an HTML page" }
        return "status \(status)" + (mediaType.isEmpty ? "" : " (\(mediaType))") + " '" + beginning + "'"
    }

    /// The body's beginning in one line.
    private var beginning: String {
        let words = String(decoding: body.prefix(400), as: UTF8.self).split(whereSeparator: \.isWhitespace)
        let line = words.joined(separator: " ")
        return line.count > 160 ? line.prefix(160) + "…" : line
    }

    /// Whether something in front of the server thinks that a robot is calling.
    var isBotWall: Bool {
        BotPage.guardian(of: self) != nil || ([403, 429, 503].contains(status) && isHTML)
    }
}
