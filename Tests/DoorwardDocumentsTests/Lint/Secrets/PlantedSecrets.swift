import Testing

@testable import DoorwardDocuments

/// Secrets of all kinds, made when the tests run: none is in the source, and none opens anything.
struct PlantedSecrets {
    struct Secret: CustomTestStringConvertible, Sendable {
        let what: String
        let rule: String
        let text: String
        var testDescription: String { what }
    }

    private var random: SplitMix
    private(set) var all: [Secret] = []

    static let all = PlantedSecrets(seed: 20_261_122).all

    init(seed: UInt64) {
        random = SplitMix(seed: seed)
        addAssistants()
        addClouds()
        addVaults()
        addCode()
        addMessaging()
        addPayment()
        addPlatforms()
        addCredentials()
    }

    static let lowerHex = "0123456789abcdef"
    static let digits = "0123456789"
    static let upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    static let lower = "abcdefghijklmnopqrstuvwxyz0123456789"
    static let mixed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    static let dashed = mixed + "-_"
    static let base64 = mixed + "+/"

    mutating func text(_ count: Int, _ alphabet: String = mixed) -> String {
        let letters = Array(alphabet)
        return String((0..<count).map { _ in letters[Int(random.next() % UInt64(letters.count))] })
    }

    mutating func uuid() -> String {
        [8, 4, 4, 4, 12].map { text($0, Self.lowerHex) }.joined(separator: "-")
    }

    /// Adds one; its beginning comes in two parts, so that the source holds no beginning of a key either.
    mutating func add(_ what: String, _ rule: String = "DW301", _ parts: String...) {
        all.append(Secret(what: what, rule: rule, text: parts.joined()))
    }

    private mutating func addAssistants() {
        add("an OpenAI API key", "DW301", "s", "k-", text(20), "T3Blbk", "FJ", text(20))
        add("an OpenAI API key", "DW301", "sk-p", "roj-", text(70, Self.dashed), "T3Blbk", "FJ", text(70, Self.dashed))
        add("an OpenAI API key", "DW301", "sk-svc", "acct-", text(60, Self.dashed))
        add("an OpenAI admin key", "DW301", "sk-ad", "min-", text(60, Self.dashed))
        add("an Anthropic API key", "DW301", "sk-a", "nt-api03-", text(93, Self.dashed), "AA")
        add("an OpenRouter API key", "DW301", "sk-o", "r-v1-", text(64, Self.lowerHex))
        add("a Langfuse secret key", "DW301", "sk-l", "f-", uuid())
        add("a Hugging Face token", "DW301", "h", "f_", text(34))
        add("a Replicate API token", "DW301", "r", "8_", text(37))
        add("a Groq API key", "DW301", "gs", "k_", text(52))
        add("an xAI API key", "DW301", "xa", "i-", text(80))
        add("a Perplexity API key", "DW301", "pp", "lx-", text(48))
        add("an NVIDIA API key", "DW301", "nv", "api-", text(64, Self.dashed))
        add("a Pinecone API key", "DW301", "pc", "sk_", text(6), "_", text(63))
        add("a LangSmith API key", "DW301", "lsv", "2_pt_", text(32, Self.lowerHex), "_", text(10, Self.lowerHex))
        add("an ElevenLabs API key", "DW301", "s", "k_", text(48, Self.lowerHex))
    }

    private mutating func addClouds() {
        add("an AWS access key", "DW301", "AK", "IA", text(16, Self.upper))
        add("an AWS access key", "DW301", "AS", "IA", text(16, Self.upper))
        add("a Google API key", "DW301", "AI", "za", text(35, Self.dashed))
        add("a Google OAuth client secret", "DW301", "GOC", "SPX-", text(28, Self.dashed))
        add("a Google OAuth access token", "DW301", "ya", "29.a0", text(120, Self.dashed))
        add("a Google OAuth refresh token", "DW301", "1/", "/0", text(60, Self.dashed))
        add("a Firebase server key", "DW301", "AAAA", text(7, Self.dashed), ":AP", "A91b", text(134, Self.dashed))
        add("an Azure storage key", "DW301", "Account", "Key=", text(86, Self.base64), "==")
        add("an Azure shared access key", "DW301", "SharedAccess", "Key=", text(43, Self.base64), "=")
        add("an Azure client secret", "DW301", text(3), "8Q", "~", text(34, Self.dashed + "."))
        add("an Azure DevOps token", "DW301", text(76), "AZ", "DO", text(4))
        add("an Alibaba Cloud access key", "DW301", "LT", "AI", text(20))
        add("a DigitalOcean token", "DW301", "dop_", "v1_", text(64, Self.lowerHex))
        add("a DigitalOcean token", "DW301", "doo_", "v1_", text(64, Self.lowerHex))
        add("a Cloudflare origin CA key", "DW301", "v1.", "0-", text(24, Self.lowerHex), "-", text(146, Self.lowerHex))
        add("a Heroku API key", "DW301", "HR", "KU-", uuid())
        add("a Netlify token", "DW301", "nf", "p_", text(36))
        add("a Supabase access token", "DW301", "sb", "p_", text(40, Self.lowerHex))
        add("a PlanetScale token", "DW301", "pscale_", "tkn_", text(43, Self.dashed))
        add("a PlanetScale password", "DW301", "pscale_", "pw_", text(43, Self.dashed))
        add("a Databricks token", "DW301", "da", "pi", text(32, Self.lowerHex))
    }

    private mutating func addVaults() {
        add("a Vault token", "DW301", "hv", "s.", text(24))
        add("a Vault token", "DW301", "hv", "b.", text(150, Self.dashed))
        add("a Terraform Cloud token", "DW301", text(14), ".atlas", "v1.", text(67))
        add("a Doppler service token", "DW301", "dp.", "st.prd.", text(43))
        add("a Doppler token", "DW301", "dp.", "pt.", text(43))
        add("an age secret key", "DW301", "AGE-SECRET-", "KEY-1", text(58, "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"))
        add("a Pulumi token", "DW301", "pu", "l-", text(40, Self.lowerHex))
        add("a Tailscale key", "DW301", "tskey-", "auth-", text(12), "-", text(32))
    }

    private mutating func addCode() {
        for kind in ["p", "o", "u", "s", "r"] {
            let body = text(30)
            add("a GitHub token", "DW301", "g", "h\(kind)_", body, Self.checksum(body))
        }
        add("a GitHub token", "DW301", "github_", "pat_", text(22), "_", text(59))
        let npm = text(30)
        add("an npm token", "DW301", "np", "m_", npm, Self.checksum(npm))
        let own = "dw" + "k_" + text(43)
        add("a Doorward user key", "DW301", own, Self.checksum(own))
        add("a Doorward user key", "DW310", "dw", "k_", text(49))
        add("a GitHub token", "DW310", "gh", "p_", text(36))
        add("a GitLab token", "DW301", "gl", "pat-", text(20, Self.dashed))
        add("a GitLab token", "DW301", "gl", "dt-", text(20, Self.dashed))
        add("a GitLab token", "DW301", "gl", "rt-", text(20, Self.dashed))
        add("a PyPI token", "DW301", "pypi-", "AgEIcHlwaS5vcmc", text(160, Self.dashed))
        add("a RubyGems key", "DW301", "ruby", "gems_", text(48, Self.lowerHex))
        add("a Docker Hub token", "DW301", "dckr_", "pat_", text(27, Self.dashed))
        add("a Grafana Cloud token", "DW301", "gl", "c_", text(80, Self.base64), "==")
        add("a Grafana service account token", "DW301", "gl", "sa_", text(32), "_", text(8, Self.lowerHex))
        add("a Sentry token", "DW301", "sntr", "yu_", text(64, Self.lowerHex))
        add("a New Relic key", "DW301", "NR", "AK-", text(27, Self.upper))
        add("a Postman API key", "DW301", "PM", "AK-", text(24, Self.lowerHex), "-", text(34, Self.lowerHex))
        add("a SonarQube token", "DW301", "sq", "p_", text(40, Self.lowerHex))
        add("an Artifactory API key", "DW301", "AK", "Cp", text(69))
    }

    private mutating func addMessaging() {
        add("a Slack token", "DW301", "xo", "xb-", text(12, Self.digits), "-", text(12, Self.digits), "-", text(24))
        add("a Slack token", "DW301", "xo", "xp-", text(12, Self.digits), "-", text(12, Self.digits), "-", text(32))
        add(
            "a Slack app token", "DW301", "xa", "pp-1-A", text(10, Self.upper), "-", text(13, Self.digits), "-",
            text(64))
        add(
            "a Slack webhook", "DW301", "hooks.sl", "ack.com/services/T", text(8, Self.upper), "/B",
            text(8, Self.upper),
            "/", text(24))
        add("a Discord webhook", "DW301", "discord.com/api/", "webhooks/", text(18, "123456789"), "/", text(68))
        let account = Array(text(18, "123456789").utf8)
        add("a Discord bot token", "DW301", Self.base64(account), ".", text(6), ".", text(38, Self.dashed))
        add(
            "a Microsoft Teams webhook", "DW301", "https://tenant.webhook.off", "ice.com/webhookb2/", uuid(), "@",
            uuid(),
            "/IncomingWebhook/", text(32, Self.lowerHex), "/", uuid())
        add("a Telegram bot token", "DW301", text(10, "123456789"), ":A", "A", text(33, Self.dashed))
        add("a Twilio API key", "DW301", "S", "K", text(32, Self.lowerHex))
        add("a SendGrid API key", "DW301", "S", "G.", text(22, Self.dashed), ".", text(43, Self.dashed))
        add("a Mailgun key", "DW301", "ke", "y-", text(32, Self.lowerHex))
        add("a Mailchimp API key", "DW301", text(32, Self.lowerHex), "-u", "s12")
        add("a Brevo API key", "DW301", "xkey", "sib-", text(64, Self.lowerHex), "-", text(16))
        add("a Resend API key", "DW301", "r", "e_", text(8), "_", text(24))
        add("a Facebook access token", "DW301", "EA", "A", text(160))
    }

    private mutating func addPayment() {
        add("a Stripe live key", "DW301", "sk", "_live_", text(24))
        add("a Stripe live key", "DW301", "rk", "_live_", text(99))
        add("a Stripe organization key", "DW301", "sk_org", "_live_", text(60))
        add("a Stripe test key", "DW308", "sk", "_test_", text(24))
        add("a Stripe webhook secret", "DW301", "wh", "sec_", text(32))
        add("a Square access token", "DW301", "sq0", "atp-", text(22, Self.dashed))
        add("a Square client secret", "DW301", "sq0", "csp-", text(43, Self.dashed))
        for kind in ["at", "ss", "ca"] { add("a Shopify token", "DW301", "sh", "p\(kind)_", text(32, Self.lowerHex)) }
        add("a Plaid access token", "DW301", "access-", "production-", uuid())
        add("an EasyPost API key", "DW301", "EZ", "AK", text(54))
    }

    private mutating func addPlatforms() {
        add("a Notion token", "DW301", "secr", "et_", text(43))
        add("a Notion token", "DW301", "nt", "n_", text(46))
        add("a Linear API key", "DW301", "lin_", "api_", text(40))
        add("an Airtable token", "DW301", "pa", "t", text(14), ".", text(64, Self.lowerHex))
        add("a Figma token", "DW301", "fi", "gd_", text(40, Self.dashed))
        add("an Atlassian API token", "DW301", "ATA", "TT3", text(180, Self.dashed), "=", text(8, "0123456789ABCDEF"))
        add("a Dropbox access token", "DW301", "s", "l.", text(135, Self.dashed))
        add("a Mapbox secret token", "DW301", "sk", ".eyJ", text(80), ".", text(22))
        for place in ["na1", "na2", "eu1"] { add("a HubSpot token", "DW301", "pat-", "\(place)-", uuid()) }
        add("a Typeform token", "DW301", "tf", "p_", text(59))
        add(
            "a RapidAPI key", "DW301", text(10, Self.lower), "ms", "h", text(15, Self.lower), "p1", text(6, Self.lower),
            "jsn", text(12, Self.lower))
    }

    private mutating func addCredentials() {
        let header = Self.base64(Array(#"{"alg":"HS256","typ":"JWT"}"#.utf8))
        let claims = Self.base64(Array(#"{"sub":"\#(text(9))","iat":1790000000}"#.utf8))
        add("a JSON Web Token", "DW309", header, ".", claims, ".", text(43, Self.dashed))
        let role = Self.base64(Array(#"{"iss":"supabase","role":"service_role","exp":2100000000}"#.utf8))
        add("a JSON Web Token", "DW309", header, ".", role, ".", text(43, Self.dashed))
        for scheme in ["postgres", "mysql", "mongodb+srv", "redis", "amqps", "https"] {
            add("a password in a URL", "DW303", scheme, "://app:", text(14), "@db.weather.example/main")
        }
    }

    static func checksum(_ text: String) -> String {
        String(decoding: KeyChecksum.base62(KeyChecksum.crc32(Array(text.utf8))), as: UTF8.self)
    }

    static func base64(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let number = group.reduce(0) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
            for place in 0...group.count { text.append(Base64Form.urlSafe[Int(number >> UInt32(18 - 6 * place) & 63)]) }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
