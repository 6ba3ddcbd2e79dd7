import Testing

@testable import DoorwardDocuments

@Suite("Redirect addresses in documents")
struct OpenAPIRedirectTests {
    @Test(
        "Patterns and prefixes of callbacks are dangerous",
        arguments: [
            "https://chat.openai.com/aip/*", "https://chat.openai.com/aip/g-", "https://chat.openai.com/aip/",
            "https://chatgpt.com/aip/g-*/oauth/callback", "https://chatgpt.com", "https://chatgpt.com/",
            "^https://chat\\.openai\\.com/aip/[^/]+/oauth/callback$", "*/oauth/callback",
            "https://*.test/oauth/callback",
            "https://chatgpt.com/connector/oauth/", "https://chatgpt.com/connector/oauth/*", "https://chatgpt.com*",
        ])
    func patterns(_ address: String) throws {
        guard case .pattern = try #require(RedirectText.verdict(address, isRedirect: true)) else {
            Issue.record("no pattern")
            return
        }
    }

    @Test(
        "Placeholders let nobody in",
        arguments: [
            "https://chat.openai.com/aip/{g-YOUR-ID}/oauth/callback", "https://chatgpt.com/aip/<id>/oauth/callback",
            "https://chat.openai.com/aip/YOUR_PLUGIN_ID/oauth/callback", "https://chatgpt.com/aip/${ID}/oauth/callback",
        ])
    func placeholders(_ address: String) {
        #expect(RedirectText.verdict(address, isRedirect: true) == .placeholder(address))
    }

    @Test(
        "Exact callbacks are fine, and so is everything else",
        arguments: [
            "https://chat.openai.com/aip/plugin-0a8e9b8e-7f09-4232-9de2-d3653f1ea597/oauth/callback",
            "https://chatgpt.com/aip/g-abcdefghi/oauth/callback",
            "https://chatgpt.com/connector_platform_oauth_redirect",
            "https://chatgpt.com/connector/oauth/OUbdUMlL15Ct", "https://app.example.com/callback",
            "http://localhost/cb",
            "https://chatgpt.com.evil.test/", "https://chatgpt.company/", "", "none", "*",
        ])
    func fine(_ address: String) {
        #expect(RedirectText.verdict(address, isRedirect: true) == nil)
    }

    @Test("In a sentence only a pattern counts")
    func sentences() {
        let text = "Allowed when it startsWith(\"https://chat.openai.com/aip/g-\"), see the docs"
        #expect(RedirectText.verdict(text, isRedirect: false) != nil)
        #expect(RedirectText.verdict("Allow https://chatgpt.com/aip/* too.", isRedirect: false) != nil)
        #expect(RedirectText.verdict("Use https://chat.openai.com/aip/{id}/oauth/callback", isRedirect: false) == nil)
        #expect(RedirectText.verdict("Made for https://chatgpt.com/", isRedirect: false) == nil)
    }

    @Test("They are found under telling names, in lists and in other documents")
    func documents() {
        let part = """
            x-oauth:
              allowed_redirects: [https://chat.openai.com/aip/*, https://a.test/callback]
              callback_url: https://chatgpt.com/aip/{gpt_id}/oauth/callback
              cors: ['https://chat.openai.com', 'https://*.test']
            """
        #expect(
            OpenAPIFragment.short(part) == [
                "DW280 error /x-oauth/allowed_redirects/0", "DW281 warning /x-oauth/callback_url",
            ])
    }
}
