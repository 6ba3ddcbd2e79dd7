/// Text of strangers as it may stand beside our own words.
enum ShownText {
    /// One line without what cannot be seen: controls, and marks that turn the direction of writing or hide in a name.
    static func line(_ text: String, limit: Int) -> String {
        var visible = ""
        for scalar in text.unicodeScalars.prefix(4 * limit) {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: visible.unicodeScalars.append(" ")
            case .format, .surrogate, .privateUse, .unassigned: continue
            // Letters that leave no mark, such as the fillers of Hangul; what varies the look of an emoji stays.
            case .otherLetter where scalar.properties.isDefaultIgnorableCodePoint: continue
            default: visible.unicodeScalars.append(scalar)
            }
        }
        let line = Prose.line(visible, limit: limit)
        let isBlank = line.unicodeScalars.allSatisfy { $0.properties.isDefaultIgnorableCodePoint || $0.value == 0x2800 }
        return isBlank ? "(without a name)" : line
    }
}
