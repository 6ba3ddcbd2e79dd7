/// What the pages for people look like: the service's name, its logo and its colours.
public struct PageTheme: Sendable {
    static let lightGrounds = [PageColour(0xFFFFFF), PageColour(0xF4F6F6)]
    static let darkGrounds = [PageColour(0x14191B), PageColour(0x1C2326)]
    /// What text needs against its background (WCAG 2.2, 1.4.3).
    static let wantedContrast = 4.5

    /// The service's name, as people know it.
    public let name: String
    /// A path of this site.
    public let logoPath: String?
    /// The colour of buttons and links on light pages.
    public let accent: PageColour
    /// The same on dark pages.
    public let accentDark: PageColour
    /// A sentence for each colour that could not be read well enough and was changed; for the start-up log.
    public let corrections: [String]

    /// Takes the colours, darkened or lightened as far as it takes to read them.
    ///
    /// - Parameters:
    ///   - accent: nil for the house colour.
    ///   - accentDark: nil for one made from `accent`.
    public init(name: String, logoPath: String?, accent: PageColour? = nil, accentDark: PageColour? = nil) {
        self.name = Prose.line(name, limit: 80)
        self.logoPath = logoPath
        var corrections: [String] = []
        let light = accent ?? PageColour(0x0B655C)
        self.accent = light.corrected(
            toward: PageColour(0x000000), contrast: Self.wantedContrast, on: Self.lightGrounds)
        if self.accent != light {
            corrections.append(Self.sentence("pages.accent", light, self.accent, on: Self.lightGrounds, "light"))
        }
        let dark = accentDark ?? accent ?? PageColour(0x67CDBF)
        self.accentDark = dark.corrected(
            toward: PageColour(0xFFFFFF), contrast: Self.wantedContrast, on: Self.darkGrounds)
        if let accentDark, self.accentDark != accentDark {
            corrections.append(Self.sentence("pages.accent_dark", dark, self.accentDark, on: Self.darkGrounds, "dark"))
        }
        self.corrections = corrections
    }

    /// Black or white, whichever is read better on a colour; one of them always reaches 4.5:1.
    static func ink(on colour: PageColour) -> PageColour {
        let (black, white) = (PageColour(0x000000), PageColour(0xFFFFFF))
        return colour.contrast(with: white) >= wantedContrast ? white : black
    }

    private static func sentence(
        _ key: String, _ asked: PageColour, _ used: PageColour, on grounds: [PageColour], _ mode: String
    ) -> String {
        let contrast = grounds.map { asked.contrast(with: $0) }.min() ?? 1
        let tenths = Int(contrast * 10)
        return
            "\(key) \(asked) has a contrast of \(tenths / 10).\(tenths % 10):1 with the \(mode) page, and text needs "
            + "4.5:1 (WCAG 2.2, 1.4.3); \(used) is used instead"
    }
}
