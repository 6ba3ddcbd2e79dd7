import DoorwardOAuth
import DoorwardSecrets

extension StoreConformance {
    static let sessions = [
        Check("a session is there with its user until it ends, and not while the user is disabled") { store in
            try await store.create(Sample.user(email: "user@example.com"))
            try await store.create(Sample.session())
            let wanted = SignedIn(session: Sample.session(), user: Sample.user(email: "user@example.com"))
            let digest = Sample.digest("session")
            try expect(try await store.session(digest, at: Sample.now + 999), is: wanted, "the session")
            try expect(try await store.session(digest, at: Sample.now + 1000), is: nil, "the session at its end")
            try expect(try await store.session(Sample.digest("x"), at: Sample.now), is: nil, "a session unknown")
            _ = try await store.disableUser(id: "user", at: Sample.now, tokensEndBy: Sample.now)
            try await store.create(Sample.session("later"))
            let later = try await store.session(Sample.digest("later"), at: Sample.now)
            try expect(later, is: nil, "the session of a disabled user")
        },
        Check("the live sessions of a user are listed, the newest first") { store in
            for id in ["user", "other"] { try await store.create(Sample.user(id)) }
            for (name, time) in [("a", 0), ("b", 20), ("c", 10), ("over", -1000)] as [(String, Int64)] {
                try await store.create(Sample.session(name, at: Sample.now + time))
            }
            try await store.create(Sample.session("not mine", of: "other"))
            let found = try await store.sessions(ofUser: "user", at: Sample.now)
            let wanted = [("b", 20), ("c", 10), ("a", 0)].map { Sample.session($0.0, at: Sample.now + Int64($0.1)) }
            try expect(found, is: wanted, "the list of sessions")
            try expect(try await store.sessions(ofUser: "nobody", at: 0), is: [], "the list for nobody")
        },
        Check("touching a session never moves its time back") { store in
            try await store.create(Sample.user())
            try await store.create(Sample.session())
            for time in [50, 40] as [Int64] {
                try await store.touchSession(Sample.digest("session"), at: Sample.now + time)
            }
            try await store.touchSession(Sample.digest("unknown"), at: Sample.now)
            let found = try await store.session(Sample.digest("session"), at: Sample.now)
            try expect(found?.session.lastSeenAt, is: Sample.now + 50, "when it was last seen")
        },
        Check("sessions end one by one, all, and all but one; those of others stay") { store in
            for id in ["user", "other"] { try await store.create(Sample.user(id)) }
            for name in ["a", "b", "c", "d"] { try await store.create(Sample.session(name)) }
            try await store.create(Sample.session("not mine", of: "other"))
            try await store.endSession(Sample.digest("a"))
            try await store.endSession(Sample.digest("a"))
            let others = try await store.endSessions(ofUser: "user", except: Sample.digest("c"))
            try expect(others, is: 2, "the number of sessions but one that ended")
            let left = try await store.sessions(ofUser: "user", at: Sample.now)
            try expect(left, is: [Sample.session("c")], "the list of sessions that are left")
            try expect(try await store.endSessions(ofUser: "user", except: nil), is: 1, "the number that ended last")
            let foreign = try await store.sessions(ofUser: "other", at: Sample.now)
            try expect(foreign.count, is: 1, "the number of somebody else's sessions")
        },
        Check("a sign-in under way is kept until its end and notes whose password was right") { store in
            try await store.create(Sample.user())
            var pending = Sample.pending()
            try await store.create(pending)
            let digest = pending.digest
            try expect(try await store.pendingAuthorization(digest, at: Sample.now), is: pending, "it")
            try expect(try await store.notePassword(of: "user", for: digest), is: true, "the answer to a password")
            pending.passwordGivenBy = "user"
            try expect(try await store.pendingAuthorization(digest, at: Sample.now + 599), is: pending, "it then")
            try expect(try await store.pendingAuthorization(digest, at: Sample.now + 600), is: nil, "it at its end")
            let unknown = try await store.notePassword(of: "user", for: Sample.digest("x"))
            try expect(unknown, is: false, "the answer for one unknown")
        },
        Check("a sign-in under way ends once") { store in
            try await store.create(Sample.pending())
            let wins = try await race { _ in try await store.endPendingAuthorization(Sample.digest("pending")) }
            try expect(wins.filter { $0 }.count, is: 1, "the number of callers of 16 that ended it")
            let left = try await store.pendingAuthorization(Sample.digest("pending"), at: Sample.now)
            try expect(left, is: nil, "what is left of it")
        },
    ]

    static let attempts = [
        Check("attempts are counted for each key since a time, this one included") { store in
            let first = try await store.countAttempt(["a", "b"], at: 100, since: 50)
            try expect(first, is: ["a": 1, "b": 1], "the first counts")
            let second = try await store.countAttempt(["a"], at: 100, since: 50)
            try expect(second, is: ["a": 2], "the counts in the same second")
            let third = try await store.countAttempt(["a", "b"], at: 160, since: 101)
            try expect(third, is: ["a": 1, "b": 1], "the counts since later")
            let all = try await store.attempts(["a", "b", "c"], since: 100)
            try expect(all, is: ["a": 3, "b": 2, "c": 0], "the counts without counting")
            try expect(try await store.attempts(["a"], since: 161), is: ["a": 0], "the count since the future")
        },
        Check("attempts are forgotten for one key only") { store in
            _ = try await store.countAttempt(["a", "b"], at: 100, since: 0)
            try await store.forgetAttempts("a")
            try await store.forgetAttempts("c")
            try expect(try await store.attempts(["a", "b"], since: 0), is: ["a": 0, "b": 1], "the counts")
        },
        Check("attempts are counted whatever is typed, and none of many at once is lost") { store in
            let strange = ["\u{0}", "'; DROP", "é\u{301}😀", String(repeating: "long ", count: 5_000)]
            let counts = try await store.countAttempt(strange, at: 5, since: 0)
            try expect(strange.map { counts[$0] }, is: [1, 1, 1, 1], "the list of counts")
            _ = try await race(64) { _ in try await store.countAttempt(["x", "y"], at: 5, since: 0) }
            try expect(try await store.attempts(["x", "y"], since: 0), is: ["x": 64, "y": 64], "the counts of 64")
        },
    ]
}
