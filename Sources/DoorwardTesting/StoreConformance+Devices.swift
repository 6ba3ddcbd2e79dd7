import DoorwardOAuth

extension StoreConformance {
    static let devices = [
        Check("a device is read by its user code as it was made, until it is over") { store in
            try await store.addPeople()
            var device = Sample.device()
            (device.interval, device.polledAt, device.scopes) = (7, Sample.now, [])
            try await store.create(device)
            for time in [0, 899] as [Int64] {
                let read = try await store.device(userCode: device.userCode, at: Sample.now + time)
                try expect(read, is: device, "the device")
            }
            let over = try await store.device(userCode: device.userCode, at: Sample.now + 900)
            try expect(over, is: nil, "the device that is over")
            let unknown = try await store.device(userCode: device.digest, at: Sample.now)
            try expect(unknown, is: nil, "one unknown")
        },
        Check("a device of a client that is not kept, for it has a document elsewhere, waits like any other") { store in
            try await store.addPeople()
            var device = Sample.device()
            device.clientID = "https://client.example/document"
            try await store.create(device)
            let read = try await store.device(userCode: device.userCode, at: Sample.now)
            try expect(read, is: device, "the device")
            let asked = try await store.redeem(device: device.digest, at: Sample.now) { found in
                .reject(found == nil ? .deviceCodeUnknown : .authorizationPending)
            }
            guard case .reject(.authorizationPending) = asked else {
                throw ConformanceFailure(sentence: "a device that asks is found", seen: "\(asked)")
            }
        },
        Check("a user code is one device's at a time") { store in
            try await store.addPeople()
            try await store.create(Sample.device("one", code: "same"))
            try await expectRefusal(of: "a user code that is taken") {
                try await store.create(Sample.device("two", code: "same"))
            }
            var later = Sample.device("three", code: "same")
            (later.createdAt, later.expiresAt) = (Sample.now + 900, Sample.now + 1800)
            try await store.create(later)
            let device = try await store.device(userCode: Sample.digest("same"), at: Sample.now + 900)
            try expect(device, is: later, "the device after the first is over")
        },
        Check("a device is answered once, while it is not over") { store in
            try await store.addPeople()
            try await store.create(Sample.device())
            let digest = Sample.digest("device")
            let approved = DeviceAuthorization.State.approved(userID: "user", role: nil)
            let late = try await store.decideDevice(digest, state: approved, at: Sample.now + 900)
            try expect(late, is: false, "the answer when it is over")
            for state in [.pending, .redeemed(grantID: "g")] as [DeviceAuthorization.State] {
                let odd = try await store.decideDevice(digest, state: state, at: Sample.now)
                try expect(odd, is: false, "the answer to \(state)")
            }
            let nobody = DeviceAuthorization.State.approved(userID: "nobody", role: nil)
            let unknown = try await store.decideDevice(digest, state: nobody, at: Sample.now)
            try expect(unknown, is: false, "the answer of a user unknown")
            try expect(try await store.decideDevice(digest, state: approved, at: Sample.now), is: true, "the first")
            let second = try await store.decideDevice(digest, state: .denied, at: Sample.now)
            try expect(second, is: false, "the second answer")
            let device = try await store.device(userCode: Sample.digest("code of device"), at: Sample.now)
            try expect(device?.state, is: approved, "the state")
        },
        Check("of 16 that answer one device at once exactly one does") { store in
            try await store.addPeople()
            try await store.create(Sample.device())
            let wins = try await race { caller in
                let state: DeviceAuthorization.State =
                    caller.isMultiple(of: 2) ? .denied : .approved(userID: "user", role: nil)
                return try await store.decideDevice(Sample.digest("device"), state: state, at: Sample.now)
            }
            try expect(wins.filter { $0 }.count, is: 1, "the number of winners")
        },
        Check("a device that asks is noted, and waits longer when that is decided") { store in
            try await store.addPeople()
            try await store.create(Sample.device())
            let steps: [(at: Int64, longer: Int64?, polled: Int64, interval: Int64)] = [
                (3, nil, 3, 5), (5, 5, 5, 10), (4, 5, 5, 15), (20, nil, 20, 15), (21, .max, 21, 3615),
                (22, .max, 22, 7200), (23, -1, 23, 3600),
            ]
            for step in steps {
                _ = try await store.redeem(device: Sample.digest("device"), at: Sample.now + step.at) { _ in
                    step.longer.map { .slowDown($0) } ?? .reject(.authorizationPending)
                }
                var wanted = Sample.device()
                (wanted.polledAt, wanted.interval) = (Sample.now + step.polled, step.interval)
                let device = try await store.device(userCode: wanted.userCode, at: Sample.now)
                try expect(device, is: wanted, "the device")
            }
        },
    ]
}
