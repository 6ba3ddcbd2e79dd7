import Doorward
import DoorwardOAuth
import DoorwardSecrets
import DoorwardServer
import DoorwardStore
import Testing

@Suite("Administration of people")
struct UserAdministrationTests {
    private static let password = Secret(utf8: "a row of quiet herons")

    @Test("Somebody who is added with a password can sign in with it, by name and by e-mail address")
    func password() async throws {
        let fixture = try AdministrationFixture()
        let (user, link) = try await fixture.administration.addUser(
            name: " Alice ", email: "Alice@Example.com", password: Self.password)
        #expect(link == nil && user.name == "alice" && user.email == "alice@example.com")
        for login in ["ALICE", "alice@example.com", user.id] {
            #expect(try await fixture.administration.user(login).id == user.id)
        }
        let kept = try #require(try await fixture.store.user(id: user.id)?.passwordHash)
        let hash = try #require(PasswordHash(parsing: kept))
        #expect(hash.cost == .standard && hash.isOf(Array("a row of quiet herons".utf8)))
    }

    @Test("An invitation is kept as a digest, and its link leads to the public address")
    func invitation() async throws {
        let fixture = try AdministrationFixture()
        let (user, link) = try await fixture.administration.addUser(
            name: "bob", email: "", password: nil, invitationLifetime: 60)
        let prefix = "https://api.example.com/oauth/invitation?token="
        let token = String(try #require(link).dropFirst(prefix.count))
        #expect(link?.hasPrefix(prefix + "dwi_") == true)
        let kept = try await fixture.store.invitation(SecretDigest(hashing: Array(token.utf8)))
        #expect(kept?.userID == user.id && kept?.expiresAt == 1_800_000_060)
        #expect(user.passwordHash == nil)
        let events = try await fixture.audit()
        #expect(events.map(\.kind) == ["user.added"] && events.first?.actor == "cli")
        #expect(!"\(events)".contains(token))
    }

    static let wrong: [(String, String, String?, AdministrationError)] = [
        ("al", "", nil, .badName("al")), ("a b c", "", nil, .badName("a b c")), ("@lice", "", nil, .badName("@lice")),
        ("-rf", "", nil, .badName("-rf")),
        (String(repeating: "a", count: 65), "", nil, .badName(String(repeating: "a", count: 65))),
        ("alice", "alice", nil, .badEmail), ("alice", "", "short", .badPassword(.tooShort)),
        ("heron-keeper", "", "heron-keeper", .badPassword(.isTheName)),
        ("alice", "", "password", .badPassword(.isCommon)),
    ]

    @Test("Without local accounts nobody gets a password or a link to one, and the last way in stays")
    func noLocalAccounts() async throws {
        let fixture = try AdministrationFixture { $0.oauth.localAccounts = false }
        let administration = fixture.administration
        #expect(
            await refusal { _ = try await administration.addUser(name: "ada", email: "", password: Self.password) }
                == .noLocalAccounts)
        let (user, link) = try await administration.addUser(name: "bob", email: "bob@example.com", password: nil)
        #expect(link == nil && user.passwordHash == nil)
        #expect(await refusal { _ = try await administration.resetUser("bob") } == .noLocalAccounts)
        // A second factor can be lost by those, too, who have no password.
        _ = try await fixture.store.setSecondFactor(sealedKey: [1], recoveryCodes: [], ofUser: user.id)
        #expect(try await administration.resetUser("bob", removingSecondFactor: true).link == nil)
        #expect(try await fixture.store.user(id: user.id)?.sealedTOTPKey == nil)
        _ = try await fixture.store.setPasswordHash("from before", ofUser: user.id)
        _ = try await fixture.store.link(
            IdentityRecord(
                issuer: "https://id.example", subject: "1", userID: user.id, provider: "acme", email: "",
                createdAt: 0, lastSignedInAt: 0))
        #expect(
            await refusal { _ = try await administration.unlink("bob", provider: "acme") } == .lastIdentity(user: "bob")
        )
        #expect(
            await refusal { _ = try await administration.unlink("bob", provider: "other") }
                == .noIdentity(user: "bob", provider: "other"))
        _ = try await administration.disableUser("bob")
        #expect(try await administration.unlink("bob", provider: "acme").count == 1)
        _ = try await administration.enableUser("bob")
        _ = try await fixture.store.link(
            IdentityRecord(
                issuer: "https://id.example", subject: "1", userID: user.id, provider: "acme", email: "",
                createdAt: 0, lastSignedInAt: 0))
        let local = Administration(
            configuration: try AdministrationFixture().administration.configuration, store: fixture.store)
        #expect(try await local.unlink("bob", provider: "acme").count == 1)
    }

    @Test("A role is what the API is told, and comes and goes")
    func role() async throws {
        let fixture = try AdministrationFixture()
        _ = try await fixture.administration.addUser(name: "bob", email: "", password: nil)
        #expect(try await fixture.administration.setRole("editor", of: "bob").role == "editor")
        for wrong in ["", "a b", String(repeating: "x", count: 65), "ä"] {
            #expect(await refusal { _ = try await fixture.administration.setRole(wrong, of: "bob") } == .badRole(wrong))
        }
        #expect(try await fixture.administration.setRole(nil, of: "bob").role == nil)
    }

    @Test("What cannot be an account is refused with the reason", arguments: wrong)
    func refuses(_ name: String, _ email: String, _ password: String?, _ expected: AdministrationError) async throws {
        let fixture = try AdministrationFixture()
        let refused = await refusal {
            _ = try await fixture.administration.addUser(
                name: name, email: email, password: password.map { Secret(utf8: $0) })
        }
        #expect(refused == expected)
        #expect(try await fixture.administration.users().isEmpty)
    }

    @Test("Names and e-mail addresses are given once, also crosswise")
    func taken() async throws {
        let administration = try AdministrationFixture().administration
        _ = try await administration.addUser(name: "alice", email: "a@example.com", password: nil)
        #expect(
            await refusal { _ = try await administration.addUser(name: "Alice", email: "", password: nil) }
                == .nameTaken("alice"))
        #expect(
            await refusal { _ = try await administration.addUser(name: "bob", email: "A@example.com", password: nil) }
                == .nameTaken("a@example.com"))
    }

    @Test("Without a fixed address there is no link to give")
    func noAddress() async throws {
        let administration = try AdministrationFixture { $0.publicURL = .auto }.administration
        #expect(
            await refusal { _ = try await administration.addUser(name: "alice", email: "", password: nil) }
                == .noPublicAddress)
    }

    @Test("Disabling locks out, enabling lets in, a reset takes the second factor off when told")
    func states() async throws {
        let fixture = try AdministrationFixture()
        let administration = fixture.administration
        let (user, _) = try await administration.addUser(name: "alice", email: "", password: nil)
        _ = try await fixture.store.setSecondFactor(sealedKey: [1], recoveryCodes: [], ofUser: user.id)
        _ = try await administration.disableUser("alice")
        #expect(try await administration.user("alice").disabledAt == 1_800_000_000)
        #expect(await refusal { _ = try await administration.resetUser("alice") } == .disabledUser("alice"))
        _ = try await administration.enableUser("alice")
        let (_, link) = try await administration.resetUser("alice")
        #expect(link?.contains("dwi_") == true)
        #expect(try await administration.user("alice").sealedTOTPKey == [1])
        _ = try await administration.resetUser("alice", removingSecondFactor: true)
        #expect(try await administration.user("alice").sealedTOTPKey == nil)
        #expect(await refusal { _ = try await administration.disableUser("carol") } == .unknownUser("carol"))
        let kinds = try await fixture.audit().map(\.kind)
        #expect(
            kinds == ["user.reset", "second-factor.off", "user.reset", "user.enabled", "user.disabled", "user.added"])
    }
}
