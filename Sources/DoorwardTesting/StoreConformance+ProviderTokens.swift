import DoorwardOAuth

extension StoreConformance {
    static let providerTokens = [
        Check("provider tokens are kept one for each user and provider, and count their replacements") { store in
            try await store.addPeople()
            for (byte, version) in [(1, 0), (2, 1), (3, 2)] as [(UInt8, Int64)] {
                let isKept = try await store.keep(Sample.providerTokens(byte), replacing: nil)
                try expect(isKept, is: true, "the answer")
                var wanted = Sample.providerTokens(byte)
                wanted.version = version
                let tokens = try await store.providerTokens(ofUser: "user", provider: "provider")
                try expect(tokens, is: wanted, "the tokens")
            }
            let other = try await store.providerTokens(ofUser: "user", provider: "other")
            try expect(other, is: nil, "the tokens of another provider")
            try await store.forgetProviderTokens(ofUser: "user", provider: "provider")
            let gone = try await store.providerTokens(ofUser: "user", provider: "provider")
            try expect(gone, is: nil, "the tokens that were forgotten")
            let nobody = try await store.keep(Sample.providerTokens(of: "nobody"), replacing: nil)
            try expect(nobody, is: false, "the answer for a user unknown")
        },
        Check("of 16 that replace the same provider tokens exactly one does") { store in
            try await store.addPeople()
            let none = try await store.keep(Sample.providerTokens(), replacing: 0)
            try expect(none, is: false, "the answer where there are none")
            var tokens = Sample.providerTokens()
            tokens.expiresAt = nil
            _ = try await store.keep(tokens, replacing: nil)
            let wins = try await race { caller in
                try await store.keep(Sample.providerTokens(UInt8(truncatingIfNeeded: caller)), replacing: 0)
            }
            try expect(wins.filter { $0 }.count, is: 1, "the number of winners")
            let version = try await store.providerTokens(ofUser: "user", provider: "provider")?.version
            try expect(version, is: 1, "the version")
            try await store.forgetProviderTokens(ofUser: "user", provider: "provider")
            let late = try await store.keep(Sample.providerTokens(), replacing: 1)
            try expect(late, is: false, "the answer when they were forgotten meanwhile")
        },
    ]
}
