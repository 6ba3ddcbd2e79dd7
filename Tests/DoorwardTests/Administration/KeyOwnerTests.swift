import Doorward
import DoorwardOAuth
import DoorwardSecrets
import DoorwardStore
import Testing

@Suite("Whose an API key is")
struct KeyOwnerTests {
    @Test("With accounts it is the account's, by name, e-mail address or id, and is kept under the id")
    func account() async throws {
        let administration = try AdministrationFixture().administration
        let (user, _) = try await administration.addUser(name: "bob", email: "b@example.com", password: nil)
        for typed in ["bob", "BOB", "b@example.com", user.id] {
            let owner = try await administration.keyOwner(typed)
            #expect(owner.subject == user.id && owner.name == "bob")
        }
        #expect(try await administration.keySubjects(of: "bob") == [user.id, "bob"])
        #expect(try await administration.keySubjects(of: user.id) == [user.id])
        #expect(try await administration.keySubjects(of: "carl") == ["carl"])
        #expect(try await administration.accountName(ofSubject: user.id) == "bob")
        #expect(try await administration.accountName(ofSubject: "bob") == nil)
    }

    @Test("Nobody without an account gets one, nor does somebody who is disabled")
    func refused() async throws {
        let administration = try AdministrationFixture().administration
        let refused = await refusal { _ = try await administration.keyOwner("carl") }
        #expect(refused == .noAccountForKey("carl"))
        #expect(refused?.description.contains("'carl'") == true)
        _ = try await administration.addUser(name: "bob", email: "", password: nil)
        _ = try await administration.disableUser("bob")
        #expect(await refusal { _ = try await administration.keyOwner("bob") } == .disabledUser("bob"))
    }

    @Test("Without accounts of its own the door takes any name")
    func noAccounts() async throws {
        let administration = try AdministrationFixture { $0.auth = .userHTTP }.administration
        let owner = try await administration.keyOwner("carl")
        #expect(owner.subject == "carl" && owner.name == "carl" && !administration.keysBelongToAccounts)
        let external = try AdministrationFixture {
            $0.oauth.issuer = try? IssuerURL(parsing: "https://id.example.com")
        }.administration
        #expect(!external.keysBelongToAccounts)
    }

    @Test("Disabling an account revokes its keys, those of its name too, and no others")
    func disabling() async throws {
        let fixture = try AdministrationFixture()
        let (user, _) = try await fixture.administration.addUser(name: "bob", email: "", password: nil)
        for (number, owner) in [user.id, "bob", "carl"].enumerated() {
            try await fixture.store.create(
                APIKeyRecord(
                    id: "k_\(number)", user: owner, digest: SecretDigest(hashing: [UInt8(number)]), hint: "dwk_",
                    createdAt: 1))
        }
        _ = try await fixture.administration.disableUser("bob")
        let dead = try await fixture.store.list(user: nil).filter { $0.revokedAt == AdministrationFixture.now }
        #expect(dead.map(\.id) == ["k_0", "k_1"])
    }
}
