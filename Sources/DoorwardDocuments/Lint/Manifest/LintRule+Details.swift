// Rules about what users are shown: logo, contact, legal page.

extension LintRule {
    static let detailRules = [
        logoURL, logoKind, logoInline, contactEmail, contactDomain, legalURL, legalDomain, detailNotSecure,
    ]

    static let logoURL = manifest(
        "DW160", "logo-url", .error, "`logo_url` is no URL",
        right: "The whole address of a PNG or JPEG image, 512 by 512 pixels: `https://weather.example/logo.png`.",
        reason: "The image is shown by ChatGPT's own pages, where a path alone means nothing.",
        example: .init(
            wrong: #""logo_url": "weather.example/logo.png""#,
            right: #""logo_url": "https://weather.example/logo.png""#))

    static let logoKind = manifest(
        "DW161", "logo-kind", .warning, "The logo is an image of a kind that is not shown everywhere",
        right: "A PNG or JPEG, 512 by 512 pixels; a transparent background is fine.",
        reason:
            "OpenAI's plugin documentation of 2023 excludes GIF. SVG is not drawn by every reader of the format "
            + "(about 7 % of the store has it, so that is only an info).",
        example: .init(
            wrong: #""logo_url": "https://weather.example/logo.gif""#,
            right: #""logo_url": "https://weather.example/logo.png""#))

    static let logoInline = manifest(
        "DW162", "logo-inline", .info, "The logo is written into the manifest",
        right: "An address of an image is shorter, and every reader understands it.",
        reason:
            "3 of 1,039 manifests in the store have a `data:` URL; readers other than ChatGPT may fetch `https:` "
            + "only.",
        example: .init(
            wrong: #""logo_url": "data:image/png;base64,iVBORw0KGgo=""#,
            right: #""logo_url": "https://weather.example/logo.png""#))

    static let contactEmail = manifest(
        "DW163", "contact-email", .warning, "`contact_email` is no e-mail address",
        right: "One address of a mailbox that somebody reads: `support@weather.example`.",
        reason:
            "Users and OpenAI have no other way to reach you. The importer does not check it: 2 or 3 of 1,039 in the "
            + "store are none.",
        example: .init(
            wrong: #""contact_email": "weather.example/contact""#,
            right: #""contact_email": "support@weather.example""#))

    static let contactDomain = manifest(
        "DW164", "contact-domain", .warning, "`contact_email` is at another domain than the plugin",
        right: "A mailbox at the domain that serves the manifest.",
        reason:
            "OpenAI's plugin documentation of 2023 asks for it; it was never enforced (477 of 1,039 in the store are "
            + "at another domain).",
        example: .init(
            wrong: #""contact_email": "weather@forecasts.test""#,
            right: #""contact_email": "support@weather.example""#))

    static let legalURL = manifest(
        "DW165", "legal-info-url", .warning, "`legal_info_url` is no URL",
        right: "The whole address of a page with your terms or imprint: `https://weather.example/legal`.",
        reason:
            "Users are sent there. The importer does not check it: 12 of 1,039 in the store are an e-mail address, a "
            + "bare host name, or nothing.",
        example: .init(
            wrong: #""legal_info_url": "hello@weather.example""#,
            right: #""legal_info_url": "https://weather.example/legal""#))

    static let legalDomain = manifest(
        "DW166", "legal-domain", .warning, "`legal_info_url` is at another domain than the plugin",
        right: "A page at the domain that serves the manifest.",
        reason:
            "OpenAI's plugin documentation of 2023 asks for it; it was never enforced (231 of 1,039 in the store are "
            + "at another domain).",
        example: .init(
            wrong: #""legal_info_url": "https://forecasts.test/legal""#,
            right: #""legal_info_url": "https://weather.example/legal""#))

    static let detailNotSecure = manifest(
        "DW167", "detail-not-https", .warning, "An address that users are shown is not https",
        right: "Serve the logo and the legal page under `https://`.",
        reason: "Browsers warn of http pages, and may not load an http image into an https page; 4 logos and 38 "
            + "legal pages of the store were http all the same.",
        example: .init(
            wrong: #""legal_info_url": "http://weather.example/legal""#,
            right: #""legal_info_url": "https://weather.example/legal""#))
}
