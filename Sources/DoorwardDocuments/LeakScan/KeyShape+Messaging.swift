extension KeyShape {
    /// Messages, mail and telephones.
    static let messagingShapes: [KeyShape] = slackShapes + webhookShapes + botShapes + mailShapes

    private static let slackShapes: [KeyShape] =
        ["a", "b", "e", "o", "p", "r", "s"].map {
            KeyShape("a Slack token", "xox\($0)-", .alphanumericAndDash, 20...300)
        }

    private static let webhookShapes: [KeyShape] = ["services/", "workflows/", "triggers/"].map {
        KeyShape("a Slack webhook", "hooks.slack.com/" + $0, .path, 30...150)
    }

    private static let botShapes: [KeyShape] = [
        KeyShape("a Slack token", "xoxe.xoxp-", .alphanumericAndDash, 40...400),
        KeyShape("a Slack token", "xoxe.xoxb-", .alphanumericAndDash, 40...400),
        KeyShape("a Slack app token", "xapp-", .alphanumericAndDash, 40...300),
        KeyShape("a Discord webhook", "discord.com/api/webhooks/", discordWebhook),
        KeyShape("a Discord webhook", "discordapp.com/api/webhooks/", discordWebhook),
        KeyShape(
            "a Discord bot token", after: (.wordAndDash, 23...30), ".",
            [.of(.wordAndDash, 6), ".", .of(.wordAndDash, 27...40)], checksum: .numberInFront),
        KeyShape(
            "a Microsoft Teams webhook", after: (.alphanumericAndDash, 1...63), ".webhook.office.com/webhookb2/",
            teamsWebhook),
        KeyShape("a Telegram bot token", after: (.digits, 8...10), ":AA", [.of(.wordAndDash, 32...34)]),
        KeyShape("a Twilio API key", "SK", .lowerHex, 32...32),
    ]

    private static let mailShapes: [KeyShape] = [
        KeyShape("a SendGrid API key", "SG.", [.of(.wordAndDash, 20...24), ".", .of(.wordAndDash, 39...50)]),
        KeyShape("a Mailgun key", "key-", .lowerHex, 32...32),
        KeyShape(
            "a Mailgun key", after: (.lowerHex, 32...32), "-", [.of(.lowerHex, 8), "-", .of(.lowerHex, 8)]),
        KeyShape("a Mailchimp API key", after: (.lowerHex, 32...32), "-us", [.of(.digits, 1...2)]),
        KeyShape("a Mandrill API key", "md-", .wordAndDash, 22...22),
        KeyShape("a Brevo API key", "xkeysib-", [.of(.lowerHex, 64), "-", .of(.alphanumeric, 16)]),
        KeyShape("a Resend API key", "re_", [.of(.alphanumeric, 8), "_", .of(.alphanumeric, 20...28)]),
        KeyShape("a MailerSend token", "mlsn.", .lowerHex, 64...64),
        KeyShape("a Bird access key", "live_", .alphanumeric, 25...25),
        KeyShape("a Facebook access token", "EAA", .alphanumeric, 90...400),
        KeyShape("an Instagram access token", "IGQV", .wordAndDash, 60...400),
        KeyShape(
            "a Zoom webhook address", "integrations.zoom.us/chat/webhooks/incomingwebhook/", .wordAndDash, 32...48),
    ]

    private static let discordWebhook: [Part] = [.of(.digits, 17...20), "/", .of(.wordAndDash, 60...80)]

    private static let teamsWebhook: [Part] = [
        .of(.alphanumericAndDash, 36), "@", .of(.alphanumericAndDash, 36), "/IncomingWebhook/", .of(.lowerHex, 32), "/",
        .of(.alphanumericAndDash, 36...80),
    ]
}
