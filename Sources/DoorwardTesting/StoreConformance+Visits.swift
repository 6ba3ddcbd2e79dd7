import DoorwardOAuth

extension StoreConformance {
    static let visits = [
        Check("a visit to a provider is taken as it was made, once, and not when it is over") { store in
            for visit in [Sample.visit(), Sample.visit("second", adding: "user")] {
                try await store.create(visit)
                let late = try await store.takeVisit(visit.digest, at: visit.expiresAt)
                try expect(late, is: nil, "the visit that is over")
                let taken = try await store.takeVisit(visit.digest, at: visit.expiresAt - 1)
                try expect(taken, is: visit, "the visit")
                let again = try await store.takeVisit(visit.digest, at: Sample.now)
                try expect(again, is: nil, "the visit that was taken")
            }
        },
        Check("of 16 that take one visit at once exactly one gets it") { store in
            try await store.create(Sample.visit())
            let taken = try await race { _ in
                try await store.takeVisit(Sample.digest("visit"), at: Sample.now) != nil
            }
            try expect(taken.filter { $0 }.count, is: 1, "the number of winners")
        },
        Check("a sign-in under way keeps when it was agreed to and what it came by") { store in
            var pending = Sample.pending()
            pending.pushedRequest = Sample.digest("pushed")
            try await store.create(pending)
            let first = try await store.approvePendingAuthorization(pending.digest, at: Sample.now + 5)
            try expect(first, is: true, "the answer to an agreement")
            let second = try await store.approvePendingAuthorization(pending.digest, at: Sample.now + 9)
            try expect(second, is: true, "the answer to another")
            pending.approvedAt = Sample.now + 5
            let kept = try await store.pendingAuthorization(pending.digest, at: Sample.now)
            try expect(kept, is: pending, "the sign-in")
            let over = try await store.approvePendingAuthorization(pending.digest, at: pending.expiresAt)
            try expect(over, is: false, "the answer when it is over")
            let none = try await store.approvePendingAuthorization(Sample.digest("none"), at: Sample.now)
            try expect(none, is: false, "the answer to one unknown")
        },
        Check("visits, pushed requests, devices and used ids that are over are deleted") { store in
            try await store.addPeople()
            try await store.create(Sample.visit())
            try await store.create(Sample.pushed())
            try await store.create(Sample.device())
            _ = try await store.useOnce(Sample.digest("id"), expiresAt: Sample.now + 60, at: Sample.now)
            try expect(try await store.prune(at: Sample.now + 1, limit: 100), is: 0, "the number of what is over now")
            try expect(try await store.prune(at: Sample.now + 600, limit: 100), is: 2, "that of visits and used ids")
            try expect(try await store.prune(at: Sample.now + 90_000, limit: 100), is: 2, "that of the others")
            try expect(try await store.usePushedRequest(Sample.digest("pushed")), is: false, "the pushed request")
        },
    ]
}
