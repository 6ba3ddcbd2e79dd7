import DoorwardSecrets
import Testing

@testable import DoorwardSecretSources

@Suite("Challenges of vaults")
struct AzureChallengeTests {
    @Test(
        "name the resource and the tenant",
        arguments: [
            (AzureScript.challenge, "https://vault.azure.net", "the-tenant"),
            ("bearer resource=\"https://vault.azure.net\"", "https://vault.azure.net", nil),
            (
                "Bearer authorization_uri=\"https://l/t/x\", scope=\"https://vault.azure.net/.default\"",
                "https://vault.azure.net", "t"
            ),
            ("Bearer resource=\"https://vault.azure.net/\"", "https://vault.azure.net/", nil),
            (
                "Bearer authorization=\"https://l/adfs\", resource=\"https://vault.azure.net:443\"",
                "https://vault.azure.net:443", nil
            ),
            ("Bearer authorization=\"https://l/a%20b\", resource=\"https://azure.net\"", "https://azure.net", nil),
        ] as [(String, String, String?)])
    func read(_ header: String, resource: String, tenant: String?) throws {
        let challenge = try AzureChallenge(AzureScript.asked(header), from: AzureScript.host)
        #expect(challenge.resource == resource)
        #expect(challenge.scope == resource + "/.default")
        #expect(challenge.tenant == tenant)
    }

    @Test(
        "for another host's resource are refused",
        arguments: [
            "https://vault.azure.com", "https://azure.net.evil.example", "https://evil.example", "https://lt.azure.net",
            "https://myvault.vault.azure.net", "https://vault.azure.net:8443", "https://vault.azure.net/x",
            "https://vault.azure.net?x", "https://", "https://.net", "https://user@azure.net",
        ])
    func foreign(_ resource: String) {
        let error = #expect(throws: SecretSourceError.self) {
            try AzureChallenge(AzureScript.asked("Bearer resource=\"\(resource)\""), from: AzureScript.host)
        }
        guard case .denied(let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!reason.contains("evil"))
    }

    @Test(
        "of a resource that has to be compared with its port are",
        arguments: [("https://0.0.1:8443", true), ("https://0.0.1", false)])
    func port(_ resource: String, isRight: Bool) {
        let response = AzureScript.asked("Bearer resource=\"\(resource)\"")
        let challenge = try? AzureChallenge(response, from: "127.0.0.1:8443")
        #expect((challenge != nil) == isRight)
    }

    @Test(
        "that are none are refused",
        arguments: [
            "", "Bearer", "Basic realm=\"x\"", "PoP resource=\"https://vault.azure.net\"", "Bearer resource",
            "Bearer resource=\"http://vault.azure.net\"", "Bearer scope=\"https://vault.azure.net\"",
            "Bearer " + String(repeating: "a=b,", count: 2000) + "resource=\"https://vault.azure.net\"",
        ])
    func none(_ header: String) {
        let error = #expect(throws: SecretSourceError.self) {
            try AzureChallenge(AzureScript.asked(header), from: AzureScript.host)
        }
        guard case .malformed? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test("are found among others")
    func several() throws {
        var response = AzureScript.asked("PoP realm=\"x\"")
        response.headers.append(("www-authenticate", AzureScript.challenge))
        #expect(try AzureChallenge(response, from: AzureScript.host).tenant == "the-tenant")
    }
}
