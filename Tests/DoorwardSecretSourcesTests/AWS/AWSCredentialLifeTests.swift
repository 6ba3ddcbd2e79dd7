import DoorwardSecrets
import Testing

@testable import DoorwardSecretSources

@Suite("Credentials of AWS are renewed in time, once for all, and kept while they are good")
struct AWSCredentialLifeTests {
    private static let container = AWSScene.nothing.merging(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x"]) { $1 }
    private static let down: ScriptedTransport.Answer = { _ in SecretResponse(status: 503) }

    private func key(_ scene: AWSScene) async throws -> String {
        try await scene.chain.credentials(near: "eu-central-1").accessKey
    }

    @Test("Five minutes before the end others are got")
    func renewal() async throws {
        let scene = AWSScene(
            Self.container,
            [
                AWSCredentialTests.served("2027-01-15T09:00:00Z", key: "ONE"),
                AWSCredentialTests.served("2027-01-15T10:00:00Z", key: "TWO"),
            ])
        #expect(try await key(scene) == "ONE")
        scene.clock.advance(3299)
        #expect(try await key(scene) == "ONE")
        #expect(scene.transport.requests.count == 1)
        scene.clock.advance(1)
        #expect(try await key(scene) == "TWO")
    }

    @Test("Those of a short life are renewed a fifth of it before the end")
    func shortLife() async throws {
        let scene = AWSScene(
            Self.container,
            [
                AWSCredentialTests.served("2027-01-15T08:10:00Z", key: "ONE"),
                AWSCredentialTests.served("2027-01-15T10:00:00Z", key: "TWO"),
            ])
        #expect(try await key(scene) == "ONE")
        scene.clock.advance(479)
        #expect(try await key(scene) == "ONE")
        scene.clock.advance(1)
        #expect(try await key(scene) == "TWO")
    }

    @Test("When renewal fails the old ones are used until their end, and then it is an error")
    func kept() async throws {
        let scene = AWSScene(Self.container, [AWSCredentialTests.served("2027-01-15T09:00:00Z", key: "ONE")])
        #expect(try await key(scene) == "ONE")
        scene.clock.advance(3500)
        scene.transport.then(Self.down, Self.down, Self.down)
        #expect(try await key(scene) == "ONE")
        #expect(scene.transport.requests.count == 4)
        // Not at every request.
        #expect(try await key(scene) == "ONE")
        #expect(scene.transport.requests.count == 4)
        scene.clock.advance(100)
        scene.transport.then(Self.down, Self.down, Self.down)
        await #expect(throws: SecretSourceError.self) { try await key(scene) }
        scene.transport.then(AWSCredentialTests.served("2027-01-15T10:00:00Z", key: "TWO"))
        #expect(try await key(scene) == "TWO")
    }

    @Test("All who wait get the answer of one request")
    func singleFlight() async throws {
        let scene = AWSScene(Self.container, [AWSCredentialTests.served()])
        try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<50 { group.addTask { try await key(scene) } }
            for try await key in group { #expect(key == "ASIASERVED") }
        }
        #expect(scene.transport.requests.count == 1)
    }

    @Test("Credentials that AWS says have expired are got anew, once")
    func expired() async throws {
        let fault = AWSScene.fault("ExpiredTokenException")
        let scene = AWSScene(
            Self.container,
            [
                AWSCredentialTests.served(key: "ONE"), fault, AWSCredentialTests.served(key: "TWO"),
                AWSScene.value("x"),
                AWSScene.missing,
            ])
        let versions = try await scene.manager.read(try AWSScene.reference("aws-sm://eu-central-1/app"))
        #expect(versions.count == 1)
        #expect(scene.header("Authorization", of: 1)?.contains("=ONE/") == true)
        #expect(scene.header("Authorization", of: 3)?.contains("=TWO/") == true)
        #expect(scene.header("X-Amz-Security-Token", of: 3) == "served-token")
        let lasting = AWSScene(
            Self.container,
            [AWSCredentialTests.served(key: "ONE"), fault, AWSCredentialTests.served(key: "TWO"), fault])
        let place = try AWSScene.reference("aws-sm://eu-central-1/app")
        let error = await AWSScene.failure { () throws(SecretSourceError) in try await lasting.manager.read(place) }
        guard case .denied(let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("expired") && lasting.transport.requests.count == 4)
    }

    @Test("A clock that is ahead does not make good credentials look expired for ever")
    func clockAhead() async throws {
        // This machine believes it is 2027-01-15 08:00; for AWS it is 2027-01-14 08:00, and credentials end at 09:00 there.
        let late = AWSScene.fault("RequestExpired", status: 403, headers: [("Date", "Thu, 14 Jan 2027 08:00:00 GMT")])
        let scene = AWSScene(
            Self.container,
            [AWSCredentialTests.served("2027-01-14T09:00:00Z"), late, AWSScene.value("x"), AWSScene.missing])
        let versions = try await scene.manager.read(try AWSScene.reference("aws-sm://eu-central-1/app"))
        #expect(versions[0].warnings == ["this machine's clock is 1440 minutes ahead of AWS's; set it right"])
        #expect(scene.transport.requests.count == 4)
    }

    @Test("Keys without an end are looked up again every five minutes, and kept when their place is gone")
    func endless() async throws {
        let keys = { (name: String) in "[default]\naws_access_key_id = \(name)\naws_secret_access_key = s\n" }
        try await TemporaryFiles.with(["credentials": keys("ONE")]) { folder in
            let scene = AWSScene(AWSCredentialTests.profiles(folder, nil))
            #expect(try await key(scene) == "ONE")
            try TemporaryFiles.write(keys("TWO"), to: folder + "/credentials")
            #expect(try await key(scene) == "ONE")
            scene.clock.advance(300)
            #expect(try await key(scene) == "TWO")
            TemporaryFiles.remove(folder + "/credentials")
            scene.clock.advance(300)
            #expect(try await key(scene) == "TWO")
        }
    }

    @Test("Neither credentials nor their errors print a secret")
    func printing() throws {
        let credentials = try AWSCredentials(
            accessKey: "A", secretKey: "secret-x", sessionToken: "secret-y", origin: "here")
        var dumped = ""
        dump(credentials, to: &dumped)
        #expect(!"\(credentials) \(String(reflecting: credentials)) \(dumped)".contains("secret-"))
    }
}
