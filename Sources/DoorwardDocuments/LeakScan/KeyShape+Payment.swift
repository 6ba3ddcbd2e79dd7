extension KeyShape {
    /// Shops and payment.
    static let paymentShapes: [KeyShape] = shopShapes + shopifyShapes

    private static let shopShapes: [KeyShape] = [
        KeyShape("a Stripe live key", "sk_live_", .alphanumeric, 16...300),
        KeyShape("a Stripe live key", "rk_live_", .alphanumeric, 16...300),
        KeyShape("a Stripe organization key", "sk_org_live_", .alphanumeric, 16...300),
        KeyShape("a Stripe test key", "sk_org_test_", .alphanumeric, 16...300, use: .test),
        KeyShape("a Stripe test key", "sk_test_", .alphanumeric, 16...300, use: .test),
        KeyShape("a Stripe test key", "rk_test_", .alphanumeric, 16...300, use: .test),
        KeyShape("a Stripe webhook secret", "whsec_", .padded, 24...90),
        KeyShape("a Square access token", "sq0atp-", .wordAndDash, 22...60),
        KeyShape("a Square client secret", "sq0csp-", .wordAndDash, 40...60),
        KeyShape("a Square access token", "EAAA", .wordAndDash, 60...60),
        KeyShape("a Plaid access token", "access-production-", .uuid),
        KeyShape("a Plaid sandbox token", "access-sandbox-", [.of(.alphanumericAndDash, 36)], use: .test),
        KeyShape("a Paddle API key", "pdl_live_apikey_", .word, 40...80),
        KeyShape("a Paddle sandbox key", "pdl_sdbx_apikey_", .word, 40...80, use: .test),
        KeyShape(
            "a Braintree access token", "access_token$production$",
            [.of(.lowerAndDigits, 16), "$", .of(.lowerHex, 32)]),
        KeyShape("a Flutterwave secret key", "FLWSECK-", [.of(.alphanumeric, 32...40), "-X"]),
        KeyShape("a Flutterwave test key", "FLWSECK_TEST-", [.of(.alphanumeric, 12...40)], use: .test),
        KeyShape("an EasyPost API key", "EZAK", .alphanumeric, 54...54),
        KeyShape("an EasyPost test key", "EZTK", .alphanumeric, 54...54, use: .test),
        KeyShape("a Shippo token", "shippo_live_", .lowerHex, 40...40),
        KeyShape("a Shippo test token", "shippo_test_", .lowerHex, 40...40, use: .test),
        KeyShape("a Duffel token", "duffel_live_", .wordAndDash, 40...60),
        KeyShape("a Duffel test token", "duffel_test_", .wordAndDash, 40...60, use: .test),
        KeyShape("a Lob API key", "live_", .lowerHex, 35...35),
        KeyShape("a Lob test key", "test_", .lowerHex, 35...35, use: .test),
        KeyShape("a GoCardless token", "live_", .wordAndDash, 40...40),
    ]

    private static let shopifyShapes: [KeyShape] = ["shpat_", "shpca_", "shppa_", "shpss_", "shptka_"].map {
        KeyShape("a Shopify token", $0, .hex, 32...32)
    }
}
