/// Texts of strangers made fit for a terminal, a log or a report.
public enum PrintableText {
    /// The text with everything replaced that could drive a terminal, hide, or turn what follows around: control and
    /// format characters (bidirectional overrides among them), line and paragraph separators, private use.
    ///
    /// - Parameter keepsLines: whether line feeds and tabs stay.
    public static func of(_ text: String, keepsLines: Bool = false) -> String {
        guard text.unicodeScalars.contains(where: { !isFit($0, keepsLines) }) else { return text }
        var shown = ""
        for scalar in text.unicodeScalars {
            shown.unicodeScalars.append(isFit(scalar, keepsLines) ? scalar : "\u{FFFD}")
        }
        return shown
    }

    /// Whether a scalar may be shown as it is.
    public static func isFit(_ scalar: Unicode.Scalar, _ keepsLines: Bool) -> Bool {
        if scalar.value >= 0x20, scalar.value < 0x7F { return true }
        if keepsLines, scalar == "\n" || scalar == "\t" { return true }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .lineSeparator, .paragraphSeparator: return false
        default: return true
        }
    }
}
