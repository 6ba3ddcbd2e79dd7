extension ProbeResponse {
    /// Status and kind of an answer, as the end of a sentence: `status 403 with an HTML page`.
    var inBrief: String {
        guard !body.isEmpty else { return "status \(status) with an empty body" }
        if isHTML { return "status \(status) with an HTML page" }
        return "status \(status)" + (mediaType.isEmpty ? "" : " (\(mediaType))") + " '" + beginning + "'"
    }

    /// The body's beginning in one line, of whole words only: half a secret would not be recognised and masked.
    private var beginning: String {
        var words = String(decoding: body.prefix(400), as: UTF8.self).split(whereSeparator: \.isWhitespace)
        if body.count > 400 { words = words.dropLast() }
        var line = ""
        for word in words {
            guard line.count + word.count < 160 else { return line + "…" }
            line += (line.isEmpty ? "" : " ") + word
        }
        return body.count > 400 ? line + "…" : line
    }

    /// Whether something in front of the server thinks that a robot is calling.
    var isBotWall: Bool {
        BotPage.guardian(of: self) != nil || ([403, 429, 503].contains(status) && isHTML)
    }
}
