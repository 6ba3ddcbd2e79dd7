extension KeyShape {
    /// Everything else.
    static let serviceShapes: [KeyShape] = [
        KeyShape("an Adobe client secret", "p8e-", .alphanumericAndDash, 32...32),
        KeyShape("a RapidAPI key", after: (.lowerAndDigits, 10...10), "msh", [.of(.lowerAndDigits, 38)]),
        KeyShape("a MaxMind licence key", after: (.alphanumeric, 6...6), "_", [.of(.alphanumeric, 29), "_mmk"]),
        KeyShape("a Defined Networking key", "dnkey-", .wordAndDash, 60...90),
        KeyShape("an Intra42 secret", "s-s4t2ud-", .lowerHex, 64...64),
        KeyShape("an Okta token", "SSWS 00", .wordAndDash, 40...40),
        KeyShape("a WakaTime key", "waka_", .uuid),
        KeyShape("a PostHog personal key", "phx_", .alphanumeric, 40...50),
        KeyShape("a Cal.com key", "cal_live_", .lowerHex, 32...40),
    ]
}
