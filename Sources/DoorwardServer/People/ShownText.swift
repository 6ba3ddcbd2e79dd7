/// Text of strangers as it may stand beside our own words.
enum ShownText {
    /// One line without what cannot be seen: controls, and marks that turn the direction of writing or hide in a name.
    static func line(_ text: String, limit: Int) -> String {
        var visible = ""
        for scalar in text.unicodeScalars.prefix(4 * limit) {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: visible.unicodeScalars.append(" ")
            case .format, .surrogate, .privateUse, .unassigned: continue
            default: visible.unicodeScalars.append(scalar)
            }
        }
        let line = Prose.line(visible, limit: limit)
        return line.isEmpty ? "(without a name)" : line
    }
}
