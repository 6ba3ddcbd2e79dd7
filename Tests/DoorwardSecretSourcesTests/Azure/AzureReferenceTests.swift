import DoorwardSecrets
import Testing

@testable import DoorwardSecretSources

@Suite("References to Azure Key Vault")
struct AzureReferenceTests {
    @Test(
        "say vault, name, version and member",
        arguments: [
            ("azure-kv://myvault/chatgpt", "myvault.vault.azure.net", "chatgpt", nil, nil),
            ("azure-kv://MyVault/a-B-1#token", "myvault.vault.azure.net", "a-B-1", nil, "token"),
            (
                "azure-kv://v.vault.azure.cn/n/0123456789ABCDEF0123456789abcdef", "v.vault.azure.cn", "n",
                "0123456789abcdef0123456789abcdef", nil
            ),
            ("azure-kv://127.0.0.1:8443/n", "127.0.0.1:8443", "n", nil, nil),
            ("azure-kv://v.vault.azure.net:443/n", "v.vault.azure.net", "n", nil, nil),
        ] as [(String, String, String, String?, String?)])
    func parsed(_ text: String, host: String, name: String, version: String?, member: String?) throws {
        let reference = try AzureReference(SecretReference(parsing: text))
        #expect(reference.host == host)
        #expect(reference.name == name)
        #expect(reference.version == version)
        #expect(reference.member == member)
    }

    @Test(
        "in another form are refused with the right one",
        arguments: [
            "azure-kv:myvault/chatgpt", "azure-kv://myvault", "azure-kv://myvault/", "azure-kv:///chatgpt",
            "azure-kv://my/chatgpt", "azure-kv://my_vault/chatgpt", "azure-kv://myvault/chat_gpt",
            "azure-kv://myvault/chatgpt/versions", "azure-kv://myvault/chatgpt/", "azure-kv://myvault/../keys/x",
            "azure-kv://myvault/chatgpt/0123456789abcdef0123456789abcdeg", "azure-kv://myvault/a/b/c/d",
            "azure-kv://myvault/chatgpt?version=1", "azure-kv://myvault/chatgpt#", "azure-kv://user@h.net/n",
            "azure-kv://h.net:0/n", "azure-kv://h.net:99999/n", "azure-kv://h..net/n", "azure-kv://h.net:1:2/n",
            "azure-kv://h.net\r\nX: y/n", "azure-kv://myvault/ä",
        ])
    func refused(_ text: String) throws {
        let reference = try SecretReference(parsing: text)
        let error = #expect(throws: SecretSourceError.self) { try AzureReference(reference) }
        guard case .badReference(let reason)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("azure-kv://VAULT/NAME"))
    }
}
