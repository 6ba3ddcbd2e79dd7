extension KeyShape {
    /// Where people write, plan, draw and keep their tables.
    static let platformShapes: [KeyShape] = [
        KeyShape("a Notion token", "secret_", .alphanumeric, 43...43),
        KeyShape("a Notion token", "ntn_", .alphanumeric, 40...50),
        KeyShape("a Linear API key", "lin_api_", .alphanumeric, 40...40),
        KeyShape("a Linear OAuth token", "lin_oauth_", .alphanumeric, 40...64),
        KeyShape("an Airtable token", "pat", [.of(.alphanumeric, 14), ".", .of(.lowerHex, 64)]),
        KeyShape("a Figma token", "figd_", .wordAndDash, 38...64),
        KeyShape("a Figma token", "figu_", .wordAndDash, 38...64),
        KeyShape("an Atlassian API token", "ATATT3", .padded, 150...300),
        KeyShape("an Atlassian access token", "ATCTT3", .padded, 150...300),
        KeyShape("a Trello token", "ATTA", .hex, 64...80),
        KeyShape("a Dropbox access token", "sl.", .dotted, 120...2048),
        KeyShape("a Mapbox secret token", "sk.eyJ", [.of(.wordAndDash, 40...200), ".", .of(.wordAndDash, 20...24)]),
        KeyShape("a Typeform token", "tfp_", .dotted, 40...70),
        KeyShape("a Contentful management token", "CFPAT-", .wordAndDash, 43...43),
        KeyShape("a Frame.io token", "fio-u-", .wordAndDash, 64...64),
        KeyShape("a HubSpot token", "pat-", [.of(.lowerAndDigits, 2...5), "-"] + uuid),
        KeyShape("a ClickUp token", "pk_", [.of(.digits, 6...10), "_", .of(.upperAndDigits, 32)]),
        KeyShape("an Asana token", "1/", [.of(.digits, 15...17), ":", .of(.lowerHex, 32)]),
        KeyShape("an Asana token", "2/", [.of(.digits, 15...17), "/", .of(.digits, 15...17), ":", .of(.lowerHex, 32)]),
    ]
}
