import DoorwardJOSE
import DoorwardSecrets
import Testing

@testable import DoorwardSecretSources

@Suite("Secrets Manager is read, written and retired from")
struct AWSSecretsManagerTests {
    private static let plain = "aws-sm://eu-central-1/app/token"

    @Test("A reading asks for both stages, exactly as the protocol says")
    func requests() async throws {
        let scene = AWSScene(
            AWSScene.keys, [AWSScene.value("new", id: "v2"), AWSScene.value("old", stage: "AWSPREVIOUS", id: "v1")])
        let versions = try await scene.manager.read(try AWSScene.reference(Self.plain))
        #expect(versions.map { $0.secret.revealUTF8() } == ["new", "old"])
        #expect(versions.map(\.label) == ["AWSCURRENT", "AWSPREVIOUS"])
        #expect(versions.map(\.id) == ["v2", "v1"])
        #expect(versions.map(\.since) == [1_700_000_000, 1_700_000_000])
        #expect(versions.flatMap(\.warnings) == [])
        #expect(
            scene.bodies == [
                #"{"SecretId":"app/token","VersionStage":"AWSCURRENT"}"#,
                #"{"SecretId":"app/token","VersionStage":"AWSPREVIOUS"}"#,
            ])
        let request = try #require(scene.transport.requests.first)
        #expect(request.method == "POST" && request.url == "https://secretsmanager.eu-central-1.amazonaws.com/")
        #expect(
            request.headers.map(\.name) == ["Content-Type", "X-Amz-Target", "X-Amz-Date", "Authorization"])
        #expect(scene.header("Content-Type", of: 0) == "application/x-amz-json-1.1")
        #expect(scene.header("X-Amz-Target", of: 0) == "secretsmanager.GetSecretValue")
        #expect(scene.header("X-Amz-Date", of: 0) == "20270115T080000Z")
        #expect(
            scene.header("Authorization", of: 0)?.hasPrefix(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20270115/eu-central-1/secretsmanager/aws4_request, "
                    + "SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=") == true)
    }

    @Test("A secret that was never rotated has one version, and that is normal")
    func noPrevious() async throws {
        let scene = AWSScene(AWSScene.keys, [AWSScene.value("one"), AWSScene.missing])
        let versions = try await scene.manager.read(try AWSScene.reference(Self.plain))
        #expect(versions.count == 1 && versions[0].warnings == [])
    }

    @Test("One version under two stages, and one value in two versions, appear once", arguments: ["v1", "v2"])
    func once(id: String) async throws {
        let scene = AWSScene(
            AWSScene.keys, [AWSScene.value("same"), AWSScene.value("same", stage: "AWSPREVIOUS", id: id)])
        let versions = try await scene.manager.read(try AWSScene.reference(Self.plain))
        #expect(versions.map(\.label) == ["AWSCURRENT"])
    }

    @Test("Stages that are asked for are read, the current one first")
    func stages() async throws {
        let scene = AWSScene(
            AWSScene.keys,
            [AWSScene.value("now"), AWSScene.value("next", stage: "AWSPENDING", id: "v2")])
        let versions = try await scene.manager.read(
            try AWSScene.reference(Self.plain + "?stages=AWSPENDING,AWSCURRENT"))
        #expect(versions.map(\.label) == ["AWSCURRENT", "AWSPENDING"])
        #expect(scene.transport.requests.count == 2)
    }

    @Test(
        "A previous value that cannot be read leaves the current one readable, with a warning",
        arguments: [
            AWSScene.fault("AccessDeniedException"), AWSScene.fault("DecryptionFailure"),
            AWSScene.value("", stage: "AWSPREVIOUS"),
            { _ in .json(200, "[]") },
        ] as [ScriptedTransport.Answer])
    func previousFails(answer: @escaping ScriptedTransport.Answer) async throws {
        let scene = AWSScene(AWSScene.keys, [AWSScene.value("now"), answer])
        let versions = try await scene.manager.read(try AWSScene.reference(Self.plain))
        #expect(versions.count == 1)
        #expect(versions[0].warnings.count == 1 && versions[0].warnings[0].hasPrefix("AWSPREVIOUS could not be read: "))
    }

    @Test("Bytes, members and whole resource names")
    func kinds() async throws {
        let binary = #"{"VersionId":"v","SecretBinary":"/wCA","VersionStages":["AWSCURRENT"]}"#
        let scene = AWSScene(
            AWSScene.keys,
            [
                { _ in .json(200, binary) }, AWSScene.missing, AWSScene.value(#"{"a":{"b":1},"n":12345}"#),
                AWSScene.missing,
            ])
        let name = "arn:aws:secretsmanager:eu-central-1:123456789012:secret:app-AbCdEf"
        let bytes = try await scene.manager.read(try AWSScene.reference("aws-sm://eu-central-1/\(name)"))
        #expect(bytes.first?.secret.withUnsafeBytes { Array($0) } == [0xFF, 0, 0x80])
        #expect(scene.body(0).contains(name))
        let member = try await scene.manager.read(try AWSScene.reference(Self.plain + "#n"))
        #expect(member.first?.secret.revealUTF8() == "12345")
    }

    @Test(
        "A reference that cannot be one is refused before anybody is asked",
        arguments: [
            "aws-sm://app", "aws-sm://eu-central-1/", "aws-sm://EU/app", "aws-sm://eu.central/app",
            "aws-sm://evil.example/app",
            "aws-sm://eu-central-1/a b", "aws-sm://eu-central-1/app?version=1", "aws-sm://eu-central-1/app?stages=",
            "aws-sm://eu-central-1/app?stages=A,A", "aws-sm://eu-central-1/app?stages=A,B%20",
            "aws-sm://eu-central-1/app#",
            "aws-sm://eu-central-1/arn:aws:secretsmanager:us-east-1:1:secret:x",
            "aws-sm://eu-central-1/arn:aws:ssm:eu-central-1:1:parameter/x", "aws-sm://eu-central-1/arn:x",
            "aws-sm://eu-central-1/app:1", "aws-sm://eu-central-1/\u{e9}",
        ])
    func badReferences(text: String) async throws {
        let scene = AWSScene()
        let place = try AWSScene.reference(text)
        let error = await AWSScene.failure { () throws(SecretSourceError) in try await scene.manager.read(place) }
        guard case .badReference(let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(reason.contains("aws-sm://REGION/NAME"))
        #expect(scene.transport.requests.isEmpty)
    }

    @Test("A new value is put with a token that stays the same when it is sent again")
    func write() async throws {
        let scene = AWSScene(
            AWSScene.keys, [{ _ in SecretResponse(status: 503) }, { _ in .json(200, #"{"VersionId":"v9"}"#) }])
        let version = try await scene.manager.write(Secret(utf8: "value-x"), to: try AWSScene.reference(Self.plain))
        #expect(version.id == "v9" && version.label == "AWSCURRENT")
        #expect(scene.header("X-Amz-Target", of: 1) == "secretsmanager.PutSecretValue")
        #expect(scene.bodies.count == 2 && scene.body(0) == scene.body(1))
        let pattern =
            #/\{"SecretId":"app/token","ClientRequestToken":"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}","SecretString":"value-x"\}/#
        #expect(scene.body(0).wholeMatch(of: pattern) != nil)
    }

    @Test("A member is put into the object that is current, and bytes are put as bytes")
    func writeKinds() async throws {
        let done: ScriptedTransport.Answer = { _ in .json(200, #"{"VersionId":"v9"}"#) }
        let scene = AWSScene(AWSScene.keys, [AWSScene.value(#"{"a": 1.10, "token": "old"}"#), done, done])
        _ = try await scene.manager.write(Secret(utf8: "new"), to: try AWSScene.reference(Self.plain + "#token"))
        #expect(
            scene.body(1).hasSuffix(
                #""SecretString":"{\"a\": 1.10, \"token\": \"new\"}"}"#))
        _ = try await scene.manager.write(Secret([0xFF, 0xFE]), to: try AWSScene.reference(Self.plain))
        #expect(scene.body(2).hasSuffix(#""SecretBinary":"//4="}"#))
    }

    @Test("A retired version loses its stage; the current one cannot be retired")
    func retire() async throws {
        let scene = AWSScene(AWSScene.keys, [{ _ in .json(200, "{}") }])
        let place = try AWSScene.reference(Self.plain)
        try await scene.manager.retire(
            SecretVersion(secret: Secret(utf8: "old"), label: "AWSPREVIOUS", id: "v1"), of: place)
        #expect(scene.header("X-Amz-Target", of: 0) == "secretsmanager.UpdateSecretVersionStage")
        #expect(
            scene.bodies == [#"{"SecretId":"app/token","VersionStage":"AWSPREVIOUS","RemoveFromVersionId":"v1"}"#])
        let error = await AWSScene.failure { () throws(SecretSourceError) in
            try await scene.manager.retire(
                SecretVersion(secret: Secret(utf8: "new"), label: "AWSCURRENT", id: "v2"), of: place)
        }
        guard case .badReference = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(scene.transport.requests.count == 1)
    }
}
