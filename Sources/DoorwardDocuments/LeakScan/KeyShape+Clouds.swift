extension KeyShape {
    /// Clouds, and where passwords and keys are kept.
    static let cloudShapes: [KeyShape] = amazonShapes + clouds + vaults

    private static let amazonShapes: [KeyShape] = ["AKIA", "ASIA", "ABIA", "ACCA"].map {
        KeyShape("an AWS access key", $0, .upperAndDigits, 16...16)
    }

    private static let clouds: [KeyShape] = [
        KeyShape("an Amazon Bedrock API key", "ABSK", .padded, 100...300),
        KeyShape("a Google API key", "AIza", .wordAndDash, 35...35),
        KeyShape("a Google OAuth client secret", "GOCSPX-", .wordAndDash, 28...28),
        KeyShape("a Google OAuth access token", "ya29.", .dotted, 30...2048),
        KeyShape("a Google OAuth refresh token", "1//0", .wordAndDash, 40...200),
        KeyShape(
            "a Firebase server key", after: (.wordAndDash, 11...11), ":APA91b", [.of(.wordAndDash, 80...200)]),
        KeyShape("an Azure storage key", "AccountKey=", [.of(.base64, 86), "=="]),
        KeyShape("an Azure shared access key", "SharedAccessKey=", [.of(.base64, 43), "="]),
        KeyShape("an Azure shared access key", "SharedAccessKey=", [.of(.base64, 86), "=="]),
        KeyShape("an Azure client secret", after: (.tilde, 3...3), "7Q~", [.of(.tilde, 31...34)]),
        KeyShape("an Azure client secret", after: (.tilde, 3...3), "8Q~", [.of(.tilde, 31...34)]),
        KeyShape("an Azure DevOps token", after: (.alphanumeric, 76...76), "AZDO", [.of(.alphanumeric, 4)]),
        KeyShape("an Azure AI key", after: (.alphanumeric, 52...52), "JQQJ99", [.of(.alphanumeric, 26)]),
        KeyShape("an Azure Functions key", after: (.wordAndDash, 44...44), "AzFu", [.of(.padded, 6...8)]),
        KeyShape("an Alibaba Cloud access key", "LTAI", .alphanumeric, 16...24),
        KeyShape("a Tencent Cloud secret ID", "AKID", .alphanumeric, 32...32),
        KeyShape("a Yandex Cloud API key", "AQVN", .wordAndDash, 35...38),
        KeyShape("a DigitalOcean token", "dop_v1_", .lowerHex, 64...64),
        KeyShape("a DigitalOcean token", "doo_v1_", .lowerHex, 64...64),
        KeyShape("a DigitalOcean token", "dor_v1_", .lowerHex, 64...64),
        KeyShape("a Cloudflare origin CA key", "v1.0-", [.of(.lowerHex, 24), "-", .of(.lowerHex, 146)]),
        KeyShape("a Heroku API key", "HRKU-", .wordAndDash, 36...64),
        KeyShape("a Fly.io token", "fo1_", .wordAndDash, 43...43),
        KeyShape("a Fly.io token", "FlyV1 fm2_", .padded, 60...2048),
        KeyShape("a Netlify token", "nfp_", .alphanumeric, 36...40),
        KeyShape("a Vercel token", "vcp_", .alphanumeric, 40...60),
        KeyShape("a Vercel Blob token", "vercel_blob_rw_", .word, 40...60),
        KeyShape("a Render API key", "rnd_", .alphanumeric, 28...36),
        KeyShape("a Supabase access token", "sbp_", .lowerHex, 40...40),
        KeyShape("a Supabase secret key", "sb_secret_", .wordAndDash, 22...60),
        KeyShape("a Neon API key", "napi_", .alphanumeric, 60...70),
    ]

    private static let vaults: [KeyShape] = [
        KeyShape("a PlanetScale token", "pscale_tkn_", .dotted, 32...64),
        KeyShape("a PlanetScale password", "pscale_pw_", .dotted, 32...64),
        KeyShape("a PlanetScale token", "pscale_oauth_", .dotted, 32...64),
        KeyShape("a Databricks token", "dapi", .lowerHex, 32...32),
        KeyShape("a Vault token", "hvs.", .wordAndDash, 24...300),
        KeyShape("a Vault token", "hvb.", .wordAndDash, 100...400),
        KeyShape("a Vault token", "hvr.", .wordAndDash, 24...300),
        KeyShape(
            "a Terraform Cloud token", after: (.alphanumeric, 14...14), ".atlasv1.", [.of(.wordAndDash, 60...72)]),
        KeyShape("a Doppler token", "dp.pt.", .alphanumeric, 40...44),
        KeyShape("a Doppler token", "dp.sa.", .alphanumeric, 40...44),
        KeyShape("a Doppler token", "dp.ct.", .alphanumeric, 40...44),
        KeyShape("a Doppler service token", "dp.st.", [.of(.wordAndDash, 2...35), ".", .of(.alphanumeric, 40...44)]),
        KeyShape("a Doppler service token", "dp.st.", .alphanumeric, 40...44),
        KeyShape("an age secret key", "AGE-SECRET-KEY-1", .upperAndDigits, 58...58),
        KeyShape("a 1Password service account token", "ops_eyJ", .padded, 200...2048),
        KeyShape(
            "a 1Password secret key", "A3-",
            [
                .of(.upperAndDigits, 6), "-", .of(.upperAndDigits, 6), "-", .of(.upperAndDigits, 5), "-",
                .of(.upperAndDigits, 5), "-", .of(.upperAndDigits, 5), "-", .of(.upperAndDigits, 5),
            ]),
        KeyShape("a Pulumi token", "pul-", .lowerHex, 40...40),
        KeyShape("an OpenShift token", "sha256~", .wordAndDash, 43...43),
        KeyShape("a Tailscale key", "tskey-", .alphanumericAndDash, 24...80),
        KeyShape("a Scalingo token", "tk-us-", .wordAndDash, 48...48),
        KeyShape("a ClickHouse Cloud key", "4b1d", .alphanumeric, 38...38),
    ]
}
