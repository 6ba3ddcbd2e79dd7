import DoorwardSecrets
import Testing

@testable import DoorwardSecretSources

@Suite("Parameter Store is read and written")
struct AWSParameterTests {
    @Test(
        "A name with a slash in it gets one in front",
        arguments: [
            ("aws-ssm://eu-central-1/app/token", "/app/token"), ("aws-ssm://eu-central-1//app/token", "/app/token"),
            ("aws-ssm://eu-central-1/token", "token"),
            (
                "aws-ssm://eu-central-1/arn:aws:ssm:eu-central-1:123456789012:parameter/app/token",
                "arn:aws:ssm:eu-central-1:123456789012:parameter/app/token"
            ),
        ])
    func names(text: String, name: String) async throws {
        let scene = AWSScene(AWSScene.keys, [AWSScene.parameter("x", version: 1)])
        let versions = try await scene.store.read(try AWSScene.reference(text))
        #expect(scene.bodies == [#"{"Name":"\#(name)","WithDecryption":true}"#])
        #expect(scene.header("X-Amz-Target", of: 0) == "AmazonSSM.GetParameter")
        #expect(scene.transport.requests.first?.url == "https://ssm.eu-central-1.amazonaws.com/")
        #expect(versions.map(\.label) == ["1"] && versions[0].warnings == [])
    }

    @Test("The newest version is read and the one before")
    func versions() async throws {
        let scene = AWSScene(
            AWSScene.keys, [AWSScene.parameter("new", version: 7), AWSScene.parameter("old", version: 6)])
        let versions = try await scene.store.read(try AWSScene.reference("aws-ssm://eu-central-1/app/token"))
        #expect(scene.body(1) == #"{"Name":"/app/token:6","WithDecryption":true}"#)
        #expect(versions.map { $0.secret.revealUTF8() } == ["new", "old"])
        #expect(versions.map(\.id) == ["7", "6"])
    }

    @Test("A version before that is gone is normal; one that cannot be read is warned of")
    func before() async throws {
        let place = try AWSScene.reference("aws-ssm://eu-central-1/app/token")
        let gone = AWSScene(
            AWSScene.keys, [AWSScene.parameter("x", version: 7), AWSScene.fault("ParameterVersionNotFound")])
        #expect(try await gone.store.read(place).flatMap(\.warnings) == [])
        let refused = AWSScene(
            AWSScene.keys, [AWSScene.parameter("x", version: 7), AWSScene.fault("AccessDeniedException")])
        #expect(try await refused.store.read(place).first?.warnings.first?.contains("version 6") == true)
        let other = AWSScene(AWSScene.keys, [AWSScene.parameter("x", version: 7), AWSScene.parameter("y", version: 5)])
        let versions = try await other.store.read(place)
        #expect(versions.count == 1 && versions[0].warnings.count == 1)
    }

    @Test("Behind a value that was written twice the one before is found, but no further than three versions")
    func twice() async throws {
        let place = try AWSScene.reference("aws-ssm://eu-central-1/app/token")
        let twice = AWSScene(
            AWSScene.keys,
            [
                AWSScene.parameter("x", version: 7), AWSScene.parameter("x", version: 6),
                AWSScene.parameter("old", version: 5),
            ])
        #expect(try await twice.store.read(place).map(\.id) == ["7", "5"])
        let often = AWSScene(AWSScene.keys, (4...7).reversed().map { AWSScene.parameter("x", version: $0) })
        #expect(try await often.store.read(place).map(\.id) == ["7"])
        #expect(often.transport.requests.count == 4)
        let all = AWSScene(AWSScene.keys, [2, 1].map { AWSScene.parameter("x", version: $0) })
        #expect(try await all.store.read(place).map(\.id) == ["2"])
        #expect(all.transport.requests.count == 2)
    }

    @Test("A parameter that is not encrypted is warned of")
    func plain() async throws {
        let scene = AWSScene(AWSScene.keys, [AWSScene.parameter("x", version: 1, type: "String")])
        let versions = try await scene.store.read(try AWSScene.reference("aws-ssm://eu-central-1/token"))
        #expect(versions[0].warnings.first?.contains("SecureString") == true)
    }

    @Test("A new value keeps type, key and tier of the old")
    func write() async throws {
        let scene = AWSScene(
            AWSScene.keys,
            [
                AWSScene.parameter("old", version: 3),
                { _ in .json(200, #"{"Parameters":[],"NextToken":"page"}"#) },
                { _ in .json(200, #"{"Parameters":[{"Name":"/app/token","KeyId":"alias/mine","Tier":"Advanced"}]}"#) },
                { _ in .json(200, #"{"Version":4}"#) },
            ])
        let version = try await scene.store.write(
            Secret(utf8: "new"), to: try AWSScene.reference("aws-ssm://eu-central-1/app/token"))
        #expect(version.id == "4")
        #expect(
            scene.body(1)
                == #"{"ParameterFilters":[{"Key":"Name","Option":"Equals","Values":["/app/token"]}]}"#)
        #expect(
            scene.body(2)
                == #"{"ParameterFilters":[{"Key":"Name","Option":"Equals","Values":["/app/token"]}],"NextToken":"page"}"#
        )
        #expect(
            scene.body(3)
                == #"{"Name":"/app/token","Value":"new","Type":"SecureString","Overwrite":true,"KeyId":"alias/mine","Tier":"Advanced"}"#
        )
    }

    @Test("A plain parameter stays plain, a list is not written to, and nothing is retired")
    func others() async throws {
        let place = try AWSScene.reference("aws-ssm://eu-central-1/app/token")
        let plain = AWSScene(
            AWSScene.keys,
            [AWSScene.parameter("old", version: 3, type: "String"), { _ in .json(200, #"{"Version":4}"#) }])
        _ = try await plain.store.write(Secret(utf8: "new"), to: place)
        #expect(plain.body(1) == #"{"Name":"/app/token","Value":"new","Type":"String","Overwrite":true}"#)
        let list = AWSScene(AWSScene.keys, [AWSScene.parameter("a,b", version: 3, type: "StringList")])
        let error = await AWSScene.failure { () throws(SecretSourceError) in
            try await list.store.write(Secret(utf8: "new"), to: place)
        }
        guard case .badReference = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        let none = AWSScene()
        let refusal = await AWSScene.failure { () throws(SecretSourceError) in
            try await none.store.retire(SecretVersion(secret: Secret(utf8: "x"), label: "3", id: "3"), of: place)
        }
        guard case .badReference(let reason) = refusal else {
            Issue.record("\(String(describing: refusal))")
            return
        }
        #expect(reason.contains("rotate once more") && none.transport.requests.isEmpty)
    }

    @Test(
        "An answer without a whole parameter is refused",
        arguments: [
            "{}", #"{"Parameter":[]}"#, #"{"Parameter":{"Name":"/app/token","Value":"x","Type":"String"}}"#,
            #"{"Parameter":{"Value":"x","Type":"String","Version":"1"}}"#,
            #"{"Parameter":{"Value":1,"Type":"String","Version":1}}"#,
            #"{"Parameter":{"Value":"x","Type":"String","Version":-9223372036854775808}}"#,
        ])
    func malformed(text: String) async throws {
        let scene = AWSScene(AWSScene.keys, [{ _ in .json(200, text) }])
        let place = try AWSScene.reference("aws-ssm://eu-central-1/app/token")
        let error = await AWSScene.failure { () throws(SecretSourceError) in try await scene.store.read(place) }
        guard case .malformed = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }
}
