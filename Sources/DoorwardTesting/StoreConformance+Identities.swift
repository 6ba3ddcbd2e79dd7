import DoorwardOAuth

extension StoreConformance {
    static let identities = [
        Check("an identity is read as it was linked; those of a user are listed oldest first") { store in
            try await store.addPeople()
            var (first, second) = (Sample.identity("b"), Sample.identity("a"))
            (first.createdAt, second.createdAt) = (Sample.now, Sample.now + 1)
            for identity in [second, first] {
                try expect(try await store.link(identity), is: true, "the answer to a new identity")
                let read = try await store.identity(issuer: identity.issuer, subject: identity.subject)
                try expect(read, is: identity, "the identity")
            }
            try expect(try await store.identities(ofUser: "user"), is: [first, second], "the list")
            try expect(try await store.identities(ofUser: "other"), is: [], "the list of nobody's")
            let unknown = try await store.identity(issuer: first.issuer, subject: "c")
            try expect(unknown, is: nil, "an identity unknown")
            let elsewhere = try await store.identity(issuer: "https://other.example.com", subject: "a")
            try expect(elsewhere, is: nil, "the same subject of another issuer")
        },
        Check("an identity is one user's; issuer and subject are compared exactly") { store in
            try await store.addPeople()
            try await store.create(Sample.user("other"))
            _ = try await store.link(Sample.identity())
            for user in ["user", "other"] {
                let again = try await store.link(Sample.identity(of: user))
                try expect(again, is: false, "the answer to a second link, of \(user)")
            }
            let kept = try await store.identity(issuer: Sample.identity().issuer, subject: "subject")
            try expect(kept, is: Sample.identity(), "the identity")
            try expect(try await store.link(Sample.identity("Subject", of: "other")), is: true, "another case")
            try await expectRefusal(of: "an identity of a user unknown") {
                _ = try await store.link(Sample.identity("new", of: "nobody"))
            }
        },
        Check("of 16 users that link one identity at once exactly one gets it") { store in
            for number in 0..<16 { try await store.create(Sample.user("user\(number)")) }
            let winners = try await race { caller in
                try await store.link(Sample.identity(of: "user\(caller)")) ? "user\(caller)" : nil
            }
            let identity = try await store.identity(issuer: Sample.identity().issuer, subject: "subject")
            let owner = try require(identity, "the identity").userID
            try expect(winners.compactMap { $0 }, is: [owner], "the winners")
        },
        Check("a user is made with an identity, or nothing is when name, address or identity is taken") { store in
            let user = Sample.user(email: "a@example.com")
            try expect(try await store.create(user, with: Sample.identity()), is: true, "the answer to a new one")
            try expect(try await store.user(id: "user"), is: user, "the user")
            try expect(try await store.user(named: "a@example.com"), is: user, "the user by the address")
            try expect(try await store.identities(ofUser: "user"), is: [Sample.identity()], "the identities")
            let clashes: [(String, UserRecord, String)] = [
                ("name", Sample.user("two", name: user.name), "two"),
                ("address", Sample.user("two", email: user.email), "two"),
                ("address for a name", Sample.user("two", name: user.email), "two"),
                ("identity", Sample.user("two", email: "b@example.com"), "subject"),
                ("id", Sample.user("user", name: "another"), "two"),
            ]
            for (what, other, subject) in clashes {
                let answer = try await store.create(other, with: Sample.identity(subject, of: other.id))
                try expect(answer, is: false, "the answer to a taken \(what)")
            }
            try expect(try await store.users(), is: [user], "the users")
            try expect(try await store.user(named: "b@example.com"), is: nil, "whose the untaken address is")
            let none = try await store.identity(issuer: Sample.identity().issuer, subject: "two")
            try expect(none, is: nil, "the identity of a user that was not made")
        },
        Check("of 16 that make a user with one identity at once exactly one does, and no name is lost") { store in
            let wins = try await race { caller in
                try await store.create(Sample.user("user\(caller)"), with: Sample.identity(of: "user\(caller)"))
            }
            try expect(wins.filter { $0 }.count, is: 1, "the number of winners")
            let users = try await store.users()
            try expect(users.count, is: 1, "the number of users")
            let identity = try await store.identity(issuer: Sample.identity().issuer, subject: "subject")
            try expect(identity?.userID, is: users.first?.id, "whose identity it is")
            for number in 0..<16 where users.first?.id != "user\(number)" {
                try await store.create(Sample.user("user\(number)"))
            }
        },
        Check("a sign-in changes the address, and its time only forward") { store in
            try await store.addPeople()
            _ = try await store.link(Sample.identity())
            let issuer = Sample.identity().issuer
            for (email, time) in [("new@example.com", 50), ("", 20)] as [(String, Int64)] {
                try await store.noteSignIn(
                    issuer: issuer, subject: "subject", provider: "provider", email: email, at: Sample.now + time)
            }
            try await store.noteSignIn(
                issuer: issuer, subject: "nobody", provider: "provider", email: "x", at: Sample.now)
            var wanted = Sample.identity()
            (wanted.email, wanted.lastSignedInAt) = ("", Sample.now + 50)
            try expect(try await store.identities(ofUser: "user"), is: [wanted], "the identities")
        },
        Check("a sign-in by another provider of the same issuer takes the tokens of the one before away") { store in
            try await store.addPeople()
            _ = try await store.link(Sample.identity())
            _ = try await store.keep(Sample.providerTokens(), replacing: nil)
            let issuer = Sample.identity().issuer
            for (provider, isThere) in [("provider", true), ("second", false)] {
                try await store.noteSignIn(
                    issuer: issuer, subject: "subject", provider: provider, email: "", at: Sample.now)
                let identity = try await store.identity(issuer: issuer, subject: "subject")
                try expect(identity?.provider, is: provider, "the provider of the identity")
                let tokens = try await store.providerTokens(ofUser: "user", provider: "provider")
                try expect(tokens != nil, is: isThere, "whether there are tokens of the first")
            }
        },
        Check("that an identity was taken away is known of it and its user, until it is added again") { store in
            try await store.addPeople()
            let identity = Sample.identity()
            let (issuer, subject) = (identity.issuer, identity.subject)
            let isAway = { user in try await store.wasTakenAway(issuer: issuer, subject: subject, fromUser: user) }
            _ = try await store.link(identity)
            try expect(try await isAway("user"), is: false, "what is said of one that is there")
            for _ in 0..<2 {
                _ = try await store.unlink(issuer: issuer, subject: subject, ofUser: "user")
                try expect(try await isAway("user"), is: true, "what is said of one that was taken away")
                try expect(try await isAway("other"), is: false, "what is said of another user")
                _ = try await store.link(identity)
                try expect(try await isAway("user"), is: false, "what is said of one that was added again")
            }
        },
        Check("an identity that is taken away goes with the tokens of its provider, and of its user only") { store in
            try await store.addPeople()
            _ = try await store.link(Sample.identity())
            _ = try await store.keep(Sample.providerTokens(), replacing: nil)
            let issuer = Sample.identity().issuer
            let wrong = try await store.unlink(issuer: issuer, subject: "subject", ofUser: "other")
            try expect(wrong, is: false, "the answer to another user")
            try expect(
                try await store.providerTokens(ofUser: "user", provider: "provider") != nil, "the tokens went with him")
            let right = try await store.unlink(issuer: issuer, subject: "subject", ofUser: "user")
            try expect(right, is: true, "the answer to its user")
            try expect(try await store.identities(ofUser: "user"), is: [], "the identities")
            let tokens = try await store.providerTokens(ofUser: "user", provider: "provider")
            try expect(tokens, is: nil, "the tokens")
            let again = try await store.unlink(issuer: issuer, subject: "subject", ofUser: "user")
            try expect(again, is: false, "the answer to a second time")
        },
        Check("a disabled user keeps his identities and loses provider tokens and visits") { store in
            try await store.addPeople()
            _ = try await store.link(Sample.identity())
            _ = try await store.keep(Sample.providerTokens(), replacing: nil)
            try await store.create(Sample.visit(adding: "user"))
            try await store.create(Sample.visit("another's"))
            _ = try await store.disableUser(id: "user", at: Sample.now, tokensEndBy: Sample.now)
            try expect(try await store.identities(ofUser: "user"), is: [Sample.identity()], "the identities")
            let tokens = try await store.providerTokens(ofUser: "user", provider: "provider")
            try expect(tokens, is: nil, "the tokens")
            let late = try await store.keep(Sample.providerTokens(), replacing: nil)
            try expect(late, is: false, "the answer to tokens that come late")
            let visit = try await store.takeVisit(Sample.digest("visit"), at: Sample.now)
            try expect(visit, is: nil, "the visit that adds an identity to him")
            let other = try await store.takeVisit(Sample.digest("another's"), at: Sample.now)
            try expect(other != nil, "the visit of another went, too")
        },
    ]
}
