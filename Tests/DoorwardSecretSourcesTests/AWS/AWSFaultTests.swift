import DoorwardSecrets
import Testing

@testable import DoorwardSecretSources

@Suite("What goes wrong with AWS is told, and got over where it passes")
struct AWSFaultTests {
    private static let place = "aws-sm://eu-central-1/app"

    private func read(_ scene: AWSScene) async throws -> SecretSourceError? {
        let place = try AWSScene.reference(Self.place)
        return await AWSScene.failure { () throws(SecretSourceError) in try await scene.manager.read(place) }
    }

    @Test(
        "Throttling is waited out, whatever status it has",
        arguments: [
            ("ThrottlingException", 400), ("TooManyRequestsException", 400), ("RequestLimitExceeded", 503),
            ("Any", 429),
        ])
    func throttled(code: String, status: Int) async throws {
        let fault = AWSScene.fault(code, status: status)
        let passing = AWSScene(AWSScene.keys, [fault, fault, AWSScene.value("x"), AWSScene.missing])
        #expect(try await read(passing) == nil)
        #expect(passing.clock.slept.count == 2)
        #expect(zip(passing.clock.slept, passing.clock.slept.dropFirst()).allSatisfy { $0 < $1 })
        let lasting = AWSScene(AWSScene.keys, [fault, fault, fault])
        guard case .throttled(_, nil) = try await read(lasting) else {
            Issue.record("not throttled")
            return
        }
        #expect(lasting.transport.requests.count == 3)
    }

    @Test("A wait that is longer than a reading is handed on")
    func patience() async throws {
        let scene = AWSScene(AWSScene.keys, [AWSScene.fault("Any", status: 429, headers: [("Retry-After", "60")])])
        guard case .throttled(_, 60) = try await read(scene) else {
            Issue.record("no wait")
            return
        }
    }

    @Test("A service that is down or has trouble is unavailable after three attempts", arguments: [0, 500, 503])
    func down(status: Int) async throws {
        let answer: ScriptedTransport.Answer = { _ throws(SecretSourceError) in
            if status == 0 { throw SecretSourceError.unavailable(reason: "https://x: no answer in time") }
            return SecretResponse(status: status, body: Array("<html>".utf8))
        }
        let scene = AWSScene(AWSScene.keys, [answer, answer, answer])
        guard case .unavailable = try await read(scene) else {
            Issue.record("not unavailable")
            return
        }
        #expect(scene.transport.requests.count == 3)
    }

    @Test(
        "Garbage is refused without being quoted",
        arguments: [
            "<html>secret-x</html>", "", "null", "[\"secret-x\"]", "{\"SecretString\":\"secret-x\"",
            "{\"SecretString\":\"secret-x\"}",
            "{\"VersionId\":\"v\",\"SecretString\":1}", "{\"VersionId\":\"v\"}",
            "{\"VersionId\":\"v\",\"SecretString\":\"secret-x\",\"SecretBinary\":\"AAAA\"}",
            "{\"VersionId\":\"v\",\"SecretBinary\":\"secret-x\"}",
            "{\"VersionId\":\"v\",\"SecretString\":\"secret-x\",\"VersionStages\":[\"AWSPREVIOUS\"]}",
            "{\"VersionId\":\"v\",\"SecretString\":\"secret-x\",\"VersionStages\":7}", "\u{0}\u{1}",
        ])
    func garbage(text: String) async throws {
        let scene = AWSScene(AWSScene.keys, [{ _ in .json(200, text) }])
        guard case .malformed(let reason) = try await read(scene) else {
            Issue.record("not malformed")
            return
        }
        #expect(!reason.contains("secret-x"))
    }

    @Test(
        "A date of the wrong kind is no date, and no trap",
        arguments: ["-1", "1e300", "\"x\"", "-1e300", "null", "9223372036854775807"])
    func dates(text: String) async throws {
        let answer = #"{"VersionId":"v","SecretString":"x","CreatedDate":\#(text)}"#
        let scene = AWSScene(AWSScene.keys, [{ _ in .json(200, answer) }, AWSScene.missing])
        let versions = try await scene.manager.read(try AWSScene.reference(Self.place))
        #expect(versions[0].since == nil || text == "9223372036854775807")
    }

    @Test("A value that is empty or too large is refused")
    func sizes() async throws {
        #expect(try await read(AWSScene(AWSScene.keys, [AWSScene.value("")])) == .empty)
        let large = try await read(AWSScene(AWSScene.keys, [AWSScene.value(String(repeating: "x", count: 65537))]))
        guard case .malformed(let reason) = large else {
            Issue.record("not malformed")
            return
        }
        #expect(reason.contains("64 KiB"))
        let limit = AWSScene(AWSScene.keys, [AWSScene.value(String(repeating: "x", count: 65536)), AWSScene.missing])
        #expect(try await read(limit) == nil)
        let member = AWSScene(AWSScene.keys, [AWSScene.value(#"{"a":""}"#)])
        let place = try AWSScene.reference(Self.place + "#a")
        #expect(
            await AWSScene.failure { () throws(SecretSourceError) in try await member.manager.read(place) } == .empty)
    }

    @Test(
        "Missing rights, keys and secrets are named by what would help",
        arguments: [
            ("AccessDeniedException", "words", "secretsmanager:GetSecretValue"),
            ("AccessDeniedException", "Access to KMS is not allowed", "kms:Decrypt"),
            ("DecryptionFailure", "words", "kms:Decrypt"),
            ("UnrecognizedClientException", "words", "AWS_ACCESS_KEY_ID"),
            ("InvalidClientTokenId", "words", "AWS_ACCESS_KEY_ID"),
            ("ExpiredTokenException", "words", "expired"), ("InvalidSignatureException", "words", "secret access key"),
            ("Strange<script>", "words", "proxy"),
        ])
    func denied(code: String, message: String, help: String) async throws {
        let scene = AWSScene(AWSScene.keys, [AWSScene.fault(code, status: 403, message: message)])
        guard case .denied(let reason) = try await read(scene) else {
            Issue.record("not denied")
            return
        }
        #expect(reason.contains("Secrets Manager in eu-central-1") && reason.contains(help))
        #expect(!reason.contains("words") && !reason.contains("<script>"))
        #expect(scene.transport.requests.count == 1)
    }

    @Test(
        "A secret that is not there or marked for deletion is not found",
        arguments: ["ResourceNotFoundException", "InvalidRequestException"])
    func notFound(code: String) async throws {
        guard case .notFound = try await read(AWSScene(AWSScene.keys, [AWSScene.fault(code)])) else {
            Issue.record("found")
            return
        }
    }

    @Test(
        "A wrong clock is set by AWS's own, once, and warned of",
        arguments: ["RequestTimeTooSkewed", "InvalidSignatureException", "SignatureDoesNotMatch", "RequestExpired"])
    func skew(code: String) async throws {
        // AWS's time is 2027-01-15 08:10:00, this machine's 08:00:00.
        let late = AWSScene.fault(code, status: 403, headers: [("Date", "Fri, 15 Jan 2027 08:10:00 GMT")])
        let scene = AWSScene(AWSScene.keys, [late, AWSScene.value("x"), AWSScene.missing])
        let versions = try await scene.manager.read(try AWSScene.reference(Self.place))
        #expect(scene.header("X-Amz-Date", of: 0) == "20270115T080000Z")
        #expect(scene.header("X-Amz-Date", of: 1) == "20270115T081000Z")
        #expect(scene.header("X-Amz-Date", of: 2) == "20270115T081000Z")
        #expect(versions[0].warnings == ["this machine's clock is 10 minutes behind AWS's; set it right"])
    }

    @Test("A clock that is right is not asked twice, and one that stays wrong not for ever")
    func noSkew() async throws {
        let same = AWSScene.fault(
            "InvalidSignatureException", status: 403, headers: [("Date", "Fri, 15 Jan 2027 08:00:20 GMT")])
        let right = AWSScene(AWSScene.keys, [same])
        #expect(try await read(right) != nil)
        #expect(right.transport.requests.count == 1)
        let off = AWSScene.fault(
            "RequestTimeTooSkewed", status: 403, headers: [("Date", "Fri, 15 Jan 2027 07:00:00 GMT")])
        let later = AWSScene.fault(
            "RequestTimeTooSkewed", status: 403, headers: [("Date", "Fri, 15 Jan 2027 09:00:00 GMT")])
        let odd = AWSScene(AWSScene.keys, [off, later])
        #expect(try await read(odd) != nil)
        #expect(odd.transport.requests.count == 2)
    }
}
