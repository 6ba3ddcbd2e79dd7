import DoorwardOAuth
import DoorwardSecrets

extension StoreConformance {
    static let users = [
        Check("a user comes back as added, by id, by name and by e-mail address") { store in
            let user = UserRecord(
                id: "u1", name: "ada", email: "ada@example.com", passwordHash: "$scrypt$fake",
                sealedTOTPKey: [9, 0, 255],
                lastTOTPStep: 77, recoveryCodes: [Sample.digest("r1"), Sample.digest("r2")], createdAt: 5, disabledAt: 6
            )
            try await store.create(user)
            try expect(try await store.user(id: "u1"), is: user, "the user by id")
            try expect(try await store.user(named: "ada"), is: user, "the user by name")
            try expect(try await store.user(named: "ada@example.com"), is: user, "the user by e-mail address")
            for name in ["", "bob", "ADA", "ada\u{0}", "a%", "'", String(repeating: "x", count: 10_000)] {
                try expect(try await store.user(named: name), is: nil, "the user of a name that nobody has")
            }
            try expect(try await store.user(id: "u2"), is: nil, "the user of an id that nobody has")
        },
        Check("names and e-mail addresses are one set, in which nobody takes another's") { store in
            try await store.create(Sample.user("u1", name: "ada", email: "ada@example.com"))
            try await store.create(Sample.user("u2", name: "bob@example.com", email: "bob@example.com"))
            let twins = [
                Sample.user("u1", name: "eve"), Sample.user("u3", name: "ada"),
                Sample.user("u3", name: "eve", email: "ada@example.com"), Sample.user("u3", name: "ada@example.com"),
                Sample.user("u3", name: "eve", email: "bob@example.com"), Sample.user("u3", name: "eve", email: "ada"),
            ]
            for twin in twins {
                try await expectRefusal(of: "\(twin.id), \(twin.name), \(twin.email)") { try await store.create(twin) }
            }
            try expect(try await store.users().count, is: 2, "the number of users")
            try await store.create(Sample.user("u3", name: "eve"))
            try await store.create(Sample.user("u4", name: "dan"))
            try expect(try await store.users().count, is: 4, "the number of users, two of them without an address")
        },
        Check("a password is set for a user there is") { store in
            try await store.create(Sample.user())
            try expect(try await store.setPasswordHash("$a$", ofUser: "user"), is: true, "the answer")
            try expect(try await store.setPasswordHash("$b$", ofUser: "user"), is: true, "the second answer")
            try expect(try await store.user(id: "user")?.passwordHash, is: "$b$", "the hash")
            try expect(try await store.setPasswordHash("$c$", ofUser: "other"), is: false, "the answer for nobody")
        },
        Check("a second factor is set with its recovery codes, and removed") { store in
            try await store.create(Sample.user())
            let codes = [Sample.digest("r1"), Sample.digest("r2")]
            let isSet = try await store.setSecondFactor(sealedKey: [1, 2], recoveryCodes: codes, ofUser: "user")
            try expect(isSet, is: true, "the answer")
            try expect(try await store.user(id: "user")?.sealedTOTPKey, is: [1, 2], "the key")
            try expect(try await store.user(id: "user")?.recoveryCodes, is: codes, "the recovery codes")
            _ = try await store.setSecondFactor(sealedKey: nil, recoveryCodes: [], ofUser: "user")
            try expect(try await store.user(id: "user"), is: Sample.user(), "the user without a second factor")
            let nobody = try await store.setSecondFactor(sealedKey: nil, recoveryCodes: [], ofUser: "other")
            try expect(nobody, is: false, "the answer for nobody")
        },
        Check("a time step is used once, and none before it") { store in
            try await store.create(Sample.user())
            var answers: [Bool] = []
            for step in [10, 10, 9, 11, 11] as [Int64] {
                answers.append(try await store.useTOTPStep(step, ofUser: "user"))
            }
            try expect(answers, is: [true, false, false, true, false], "the list of answers")
            try expect(try await store.useTOTPStep(99, ofUser: "other"), is: false, "the answer for nobody")
            let wins = try await race { _ in try await store.useTOTPStep(12, ofUser: "user") }.filter { $0 }
            try expect(wins.count, is: 1, "the number of callers of 16 that used the same step")
        },
        Check("a recovery code is used once, and the others stay") { store in
            var user = Sample.user()
            user.recoveryCodes = ["r1", "r2", "r3"].map(Sample.digest)
            try await store.create(user)
            let wins = try await race { _ in try await store.useRecoveryCode(Sample.digest("r2"), ofUser: "user") }
            try expect(wins.filter { $0 }.count, is: 1, "the number of callers of 16 that used the same code")
            let left = try await store.user(id: "user")?.recoveryCodes
            try expect(left, is: ["r1", "r3"].map(Sample.digest), "the list of codes that are left")
            let wrong = try await store.useRecoveryCode(Sample.digest("r9"), ofUser: "user")
            try expect(wrong, is: false, "the answer to a wrong code")
            let others = try await store.useRecoveryCode(Sample.digest("r1"), ofUser: "other")
            try expect(others, is: false, "the answer to somebody else's code")
        },
        Check("disabling a user ends sessions and grants and takes codes back; enabling brings none of it back") {
            store in
            try await store.addPeople()
            try await store.addGrant()
            try await store.create(Sample.session())
            try await store.create(Sample.code())
            let end = Sample.now + 100
            let disabled = try await store.disableUser(id: "user", at: Sample.now, tokensEndBy: end)
            try expect(disabled?.disabledAt, is: Sample.now, "when the user was disabled")
            _ = try await store.disableUser(id: "user", at: Sample.now + 1, tokensEndBy: end)
            try expect(try await store.user(id: "user")?.disabledAt, is: Sample.now, "the time after a second time")
            try expect(try await store.grant(id: "grant")?.revokedAt, is: Sample.now, "when the grant was revoked")
            let enabled = try await store.enableUser(id: "user")
            try expect(enabled, is: Sample.user(), "the enabled user")
            try expect(try await store.session(Sample.digest("session"), at: Sample.now), is: nil, "the session")
            let dead = try await store.revocations(after: 0, at: Sample.now)
            try expect(dead.map(\.id), is: ["grant"], "the list of revocations")
            try expect(dead.map(\.expiresAt), is: [end], "the list of their ends")
            try await expectNoCode(store)
            let nobody = try await store.disableUser(id: "other", at: 1, tokensEndBy: 2)
            try expect(nobody, is: nil, "the disabled user that does not exist")
            try expect(try await store.enableUser(id: "other"), is: nil, "the enabled user that does not exist")
        },
    ]

    private static func invitation(_ text: String, of user: String) -> Invitation {
        Invitation(digest: Sample.digest(text), userID: user, createdAt: 1, expiresAt: Sample.now + 10)
    }

    static let invitations = [
        Check("an invitation sets a password once") { store in
            try await store.create(Sample.user())
            let digest = Sample.digest("invitation")
            let invitation = Invitation(digest: digest, userID: "user", createdAt: 1, expiresAt: Sample.now + 10)
            try await store.create(invitation)
            try expect(try await store.invitation(digest), is: invitation, "the invitation")
            let users = try await race { caller in
                try await store.acceptInvitation(digest, passwordHash: "hash \(caller)", at: Sample.now)
            }
            let accepted = users.compactMap(\.self)
            try expect(accepted.count, is: 1, "the number of callers of 16 that accepted it")
            try expect(try await store.user(id: "user"), is: accepted.first, "the user")
            try expect(accepted.first?.passwordHash?.hasPrefix("hash "), is: true, "that the password is set")
            try expect(try await store.invitation(digest), is: nil, "the invitation that was accepted")
        },
        Check("of two invitations of one user the later is good") { store in
            try await store.create(Sample.user())
            try await store.create(Sample.user("other"))
            for (text, user) in [("older", "user"), ("others", "other"), ("newer", "user")] {
                try await store.create(invitation(text, of: user))
            }
            try expect(try await store.invitation(Sample.digest("older")), is: nil, "the older invitation")
            try expect(try await store.invitation(Sample.digest("others"))?.userID, is: "other", "that of the other")
            let user = try await store.acceptInvitation(Sample.digest("newer"), passwordHash: "h", at: Sample.now)
            try expect(user?.id, is: "user", "the user with the newer one")
        },
        Check("a right password is used once, and only as its user's") { store in
            try await store.create(Sample.pending())
            let digest = Sample.digest("pending")
            try expect(try await store.usePassword(of: "user", for: digest), is: false, "the answer before any")
            _ = try await store.notePassword(of: "user", for: digest)
            try expect(try await store.usePassword(of: "other", for: digest), is: false, "the answer for another")
            let wins = try await race { _ in try await store.usePassword(of: "user", for: digest) }
            try expect(wins.filter { $0 }.count, is: 1, "the number of callers of 16 that used it")
            let pending = try await store.pendingAuthorization(digest, at: Sample.now)
            try expect(pending, is: Sample.pending(), "the sign-in under way afterwards")
        },
        Check("a new password, an accepted invitation and disabling leave no other way in") { store in
            try await store.addPeople()
            try await store.create(Sample.user("other"))
            try await store.create(invitation("others", of: "other"))
            let ways: [@Sendable () async throws -> Void] = [
                { _ = try await store.setPasswordHash("$a$", ofUser: "user") },
                { _ = try await store.disableUser(id: "user", at: Sample.now, tokensEndBy: Sample.now) },
                {
                    _ = try await store.enableUser(id: "user")
                    try await store.create(invitation("last", of: "user"))
                    let digest = Sample.digest("last")
                    _ = try await store.acceptInvitation(digest, passwordHash: "$b$", at: Sample.now)
                },
            ]
            for (number, way) in ways.enumerated() {
                try await store.create(invitation("link \(number)", of: "user"))
                for user in ["user", "other"] {
                    try await store.create(Sample.pending("\(number) of \(user)"))
                    _ = try await store.notePassword(of: user, for: Sample.digest("\(number) of \(user)"))
                }
                try await way()
                let link = try await store.invitation(Sample.digest("link \(number)"))
                try expect(link, is: nil, "the link")
                for (user, wanted) in [("user", nil), ("other", "other")] {
                    let digest = Sample.digest("\(number) of \(user)")
                    let pending = try await store.pendingAuthorization(digest, at: Sample.now)
                    try expect(pending?.digest, is: digest, "the sign-in under way of \(user)")
                    try expect(pending?.passwordGivenBy, is: wanted, "who gave a password")
                }
            }
            try expect(try await store.invitation(Sample.digest("others"))?.userID, is: "other", "that of the other")
        },
        Check("an invitation that is over, unknown or of a disabled user sets nothing") { store in
            try await store.create(Sample.user())
            let digest = Sample.digest("invitation")
            try await store.create(
                Invitation(digest: digest, userID: "user", createdAt: 1, expiresAt: Sample.now + 10))
            let late = try await store.acceptInvitation(digest, passwordHash: "h", at: Sample.now + 10)
            try expect(late, is: nil, "the user who came too late")
            let other = try await store.acceptInvitation(Sample.digest("x"), passwordHash: "h", at: Sample.now)
            try expect(other, is: nil, "the user with an invitation unknown")
            _ = try await store.disableUser(id: "user", at: Sample.now, tokensEndBy: Sample.now)
            let disabled = try await store.acceptInvitation(digest, passwordHash: "h", at: Sample.now)
            try expect(disabled, is: nil, "the disabled user")
            try expect(try await store.user(id: "user")?.passwordHash, is: nil, "the password")
        },
    ]
}
