import DoorwardSecrets
import Testing

@testable import DoorwardSecretSources

@Suite("Credentials are found where AWS's own tools look, in their order")
struct AWSCredentialTests {
    static let xml = """
        <?xml version="1.0" encoding="utf-8"?>
        <NAMEResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><NAMEResult><Credentials>
        <AccessKeyId>ASIATAKEN</AccessKeyId><SecretAccessKey>taken-secret</SecretAccessKey>
        <SessionToken>taken/token+==</SessionToken><Expiration>2027-01-15T09:00:00Z</Expiration>
        </Credentials></NAMEResult></NAMEResponse>
        """

    static func taken(_ action: String, text: String = xml) -> ScriptedTransport.Answer {
        let text = text.replacing("NAME", with: action)
        return { _ in SecretResponse(status: 200, body: Array(text.utf8)) }
    }

    static func served(_ expiration: String = "2027-01-15T09:00:00Z", key: String = "ASIASERVED")
        -> ScriptedTransport.Answer
    {
        { _ in
            .json(
                200,
                #"{"Code":"Success","AccessKeyId":"\#(key)","SecretAccessKey":"served-secret","Token":"served-token","#
                    + #""Expiration":"\#(expiration)"}"#)
        }
    }

    private func find(_ scene: AWSScene) async -> Result<AWSCredentials, SecretSourceError> {
        do throws(SecretSourceError) {
            return .success(try await scene.chain.credentials(near: "eu-central-1"))
        } catch {
            return .failure(error)
        }
    }

    private func problem(_ scene: AWSScene) async -> String {
        switch await find(scene) {
        case .success(let credentials): "found: \(credentials)"
        case .failure(let error): error.description
        }
    }

    @Test("Temporary keys in the environment bring their session token, which is sent")
    func session() async throws {
        let scene = AWSScene(
            AWSScene.keys.merging(["AWS_SESSION_TOKEN": "token/+="]) { $1 }, [AWSScene.value("x"), AWSScene.missing])
        _ = try await scene.manager.read(try AWSScene.reference("aws-sm://eu-central-1/app"))
        #expect(scene.header("X-Amz-Security-Token", of: 0) == "token/+=")
        #expect(scene.header("Authorization", of: 0)?.contains("x-amz-date;x-amz-security-token;x-amz-target") == true)
        let lasting = AWSScene(AWSScene.keys, [AWSScene.value("x"), AWSScene.missing])
        _ = try await lasting.manager.read(try AWSScene.reference("aws-sm://eu-central-1/app"))
        #expect(lasting.header("X-Amz-Security-Token", of: 0) == nil)
    }

    @Test("What is set first is used, and the rest is not looked at")
    func order() async throws {
        let all = [
            "AWS_WEB_IDENTITY_TOKEN_FILE": "/nonexistent", "AWS_PROFILE": "none",
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x",
        ]
        let keys = AWSScene(AWSScene.keys.merging(all) { $1 })
        let first = try await find(keys).get()
        #expect(first.origin == "AWS_ACCESS_KEY_ID")
        #expect(await problem(AWSScene(all)).contains("AWS_WEB_IDENTITY_TOKEN_FILE"))
        let later = all.filter { $0.key != "AWS_WEB_IDENTITY_TOKEN_FILE" }
        #expect(await problem(AWSScene(later)).contains("AWS_PROFILE"))
        let last = AWSScene(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x"], [Self.served()])
        let credentials = try await find(last).get()
        #expect(credentials.origin == "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
        #expect(last.transport.requests.count == 1)
    }

    @Test("Half a key in the environment is an error that names the other half")
    func half() async throws {
        let one = AWSScene(AWSScene.nothing.merging(["AWS_ACCESS_KEY_ID": "A"]) { $1 })
        #expect(await problem(one).contains("AWS_SECRET_ACCESS_KEY is not"))
        let other = AWSScene(AWSScene.nothing.merging(["AWS_SECRET_ACCESS_KEY": "A"]) { $1 })
        #expect(await problem(other).contains("AWS_ACCESS_KEY_ID is not"))
    }

    @Test("Keys that cannot be in a header are refused without being shown", arguments: ["a b", "a\nX: y", "é", ""])
    func bad(text: String) async throws {
        for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"] where !text.isEmpty {
            let said = await problem(AWSScene(AWSScene.keys.merging([name: text]) { $1 }))
            #expect(said.contains("AWS_ACCESS_KEY_ID") && !said.contains(text))
        }
    }

    @Test("With nothing set up, everything that was tried is named")
    func nothing() async {
        let said = await problem(AWSScene(AWSScene.nothing))
        for place in [
            "AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE", "profile default", "AWS_CONTAINER_CREDENTIALS",
            "EC2 metadata",
        ] {
            #expect(said.contains(place))
        }
    }

    @Test("A web identity is exchanged without a signature, at the region's own service")
    func webIdentity() async throws {
        try await TemporaryFiles.with(["token": "a.b+c\n"]) { folder in
            let scene = AWSScene(
                AWSScene.nothing.merging([
                    "AWS_WEB_IDENTITY_TOKEN_FILE": folder + "/token", "AWS_ROLE_ARN": "arn:aws:iam::1:role/x",
                    "AWS_REGION": "cn-north-1",
                ]) { $1 }, [Self.taken("AssumeRoleWithWebIdentity")])
            let credentials = try await find(scene).get()
            #expect(credentials.accessKey == "ASIATAKEN" && credentials.expiration == 1_800_003_600)
            #expect(credentials.sessionToken?.revealUTF8() == "taken/token+==")
            let request = try #require(scene.transport.requests.first)
            #expect(request.url == "https://sts.cn-north-1.amazonaws.com.cn/")
            #expect(request.headers.map(\.name) == ["Content-Type"])
            #expect(
                scene.bodies == [
                    "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fx"
                        + "&RoleSessionName=doorward&WebIdentityToken=a.b%2Bc"
                ])
        }
    }

    @Test("A web identity that is set and does not work is an error that names it")
    func webIdentityFails() async throws {
        let name = "AWS_WEB_IDENTITY_TOKEN_FILE"
        let missing = AWSScene(AWSScene.nothing.merging([name: "/nonexistent", "AWS_ROLE_ARN": "arn"]) { $1 })
        #expect(await problem(missing).contains(name))
        #expect(await problem(AWSScene(AWSScene.nothing.merging([name: "/x"]) { $1 })).contains("AWS_ROLE_ARN"))
        try await TemporaryFiles.with(["token": "t"]) { folder in
            let set = AWSScene.nothing.merging([name: folder + "/token", "AWS_ROLE_ARN": "arn"]) { $1 }
            let refused =
                "<ErrorResponse><Error><Code>InvalidIdentityToken</Code><Message>m</Message></Error></ErrorResponse>"
            for (status, text) in [(400, refused), (200, "<html>"), (200, "{}"), (200, "<A></A>")] {
                let scene = AWSScene(set, [{ _ in SecretResponse(status: status, body: Array(text.utf8)) }])
                #expect(await problem(scene).contains(name))
                #expect(scene.transport.requests.count == 1)
            }
        }
    }

    @Test("A role is taken on by another profile's keys, signed")
    func role() async throws {
        let files = [
            "credentials": "[base]\naws_access_key_id = AKIDBASE\naws_secret_access_key = base-secret\n",
            "config":
                "[profile app]\nrole_arn = arn:r\nsource_profile = base\nexternal_id = e&x\nduration_seconds = 900\nregion = us-west-2\n",
        ]
        try await TemporaryFiles.with(files) { folder in
            let scene = AWSScene(Self.profiles(folder, "app"), [Self.taken("AssumeRole")])
            let credentials = try await find(scene).get()
            #expect(credentials.accessKey == "ASIATAKEN")
            #expect(
                scene.bodies == [
                    "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Ar&RoleSessionName=doorward&DurationSeconds=900"
                        + "&ExternalId=e%26x"
                ])
            #expect(
                scene.header("Authorization", of: 0)?.contains(
                    "Credential=AKIDBASE/20270115/us-west-2/sts/aws4_request")
                    == true)
        }
    }

    static func profiles(_ folder: String, _ profile: String?) -> [String: String] {
        let files = ["AWS_SHARED_CREDENTIALS_FILE": folder + "/credentials", "AWS_CONFIG_FILE": folder + "/config"]
        let chosen = profile.map { ["AWS_PROFILE": $0] } ?? [:]
        return AWSScene.nothing.merging(files) { $1 }.merging(chosen) { $1 }
    }

    @Test(
        "A profile that cannot be used says why",
        arguments: [
            ("a", "[profile b]\nregion=x", "no profile a"), ("a", "[profile a]\nregion=x", "no aws_access_key_id"),
            ("a", "[profile a]\ncredential_process=/bin/x", "command"), ("a", "[profile a]\nsso_session=x", "browser"),
            ("a", "[profile a]\nrole_arn=r", "source_profile"),
            ("a", "[profile a]\nrole_arn=r\nsource_profile=b", "no profile b"),
            ("a", "[profile a]\nrole_arn=r\nsource_profile=b\n[profile b]\nrole_arn=r\nsource_profile=a", "circle"),
            ("a", "[profile a]\nrole_arn=r\nsource_profile=a", "no aws_access_key_id"),
            ("a", "[profile a]\nrole_arn=r\nsource_profile=a\nmfa_serial=m", "mfa_serial"),
            ("a", "[profile a]\nrole_arn=r\ncredential_source=Nowhere", "credential_source"),
            ("a", "[profile a]\nrole_arn=r\ncredential_source=Environment", "credential_source Environment"),
            ("a", "[profile a]\naws_access_key_id=k", "aws_secret_access_key"),
            (
                "a",
                "[profile a]\nregion=evil.example/\nrole_arn=r\nsource_profile=a\naws_access_key_id=k\naws_secret_access_key=s",
                "region"
            ),
        ])
    func badProfiles(profile: String, config: String, words: String) async throws {
        try await TemporaryFiles.with(["config": config]) { folder in
            let scene = AWSScene(Self.profiles(folder, profile))
            #expect(await problem(scene).contains(words))
            #expect(scene.transport.requests.isEmpty)
        }
    }

    @Test("A default profile without keys is passed over; ~/.aws is looked into")
    func defaultProfile() async throws {
        try await TemporaryFiles.with([".aws/config": "[default]\nregion = eu-central-1\n"]) { home in
            #expect(await problem(AWSScene(AWSScene.nothing.merging(["HOME": home]) { $1 })).contains("metadata"))
        }
        let keys = "[default]\naws_access_key_id = AKIDHOME\naws_secret_access_key = s\n"
        try await TemporaryFiles.with([".aws/credentials": keys]) { home in
            let scene = AWSScene(AWSScene.nothing.merging(["HOME": home]) { $1 })
            let credentials = try await find(scene).get()
            #expect(credentials.accessKey == "AKIDHOME")
        }
    }

    @Test("The container endpoint gets the token that it gave")
    func container() async throws {
        let scene = AWSScene(
            AWSScene.nothing.merging([
                "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/v2/x", "AWS_CONTAINER_AUTHORIZATION_TOKEN": "Basic abc",
            ]) { $1 }, [Self.served()])
        let credentials = try await find(scene).get()
        #expect(credentials.accessKey == "ASIASERVED")
        #expect(scene.transport.requests.first?.url == "http://169.254.170.2/v2/x")
        #expect(scene.header("Authorization", of: 0) == "Basic abc")
    }

    @Test(
        "In clear only what is near is asked",
        arguments: [
            ("http://127.0.0.1:8080/x", true), ("http://127.9.9.9/x", true), ("http://localhost/x", true),
            ("http://[::1]:1/x", true),
            ("http://169.254.170.23/v1/credentials", true), ("http://[fd00:ec2::23]/v1/credentials", true),
            ("https://any.example/x", true),
            ("http://169.254.169.254/x", false), ("http://any.example/x", false), ("http://127.0.0.1.example/x", false),
            ("http://127.0.0.1@any.example/x", false), ("http://127.1/x", false), ("http://127.0.0.999/", false),
            ("http://any.example#@127.0.0.1/", false), ("http://any.example\\@127.0.0.1/", false),
            ("ftp://127.0.0.1/x", false),
            ("http:///x", false), ("//127.0.0.1/", false), ("http://127.0.0.1:80:80/", false),
            ("http://127.0.0.1 /", false),
        ])
    func near(url: String, isAsked: Bool) async {
        let scene = AWSScene(
            AWSScene.nothing.merging(["AWS_CONTAINER_CREDENTIALS_FULL_URI": url]) { $1 }, [Self.served()])
        let said = await problem(scene)
        #expect(said.contains("AWS_CONTAINER_CREDENTIALS_FULL_URI"))
        #expect(scene.transport.requests.map(\.url) == (isAsked ? [url] : []))
    }

    @Test("The metadata service of EC2 is asked in version 2 only")
    func instance() async throws {
        let scene = AWSScene(
            [:],
            [
                { _ in SecretResponse(status: 200, body: Array("tok==".utf8)) },
                { _ in SecretResponse(status: 200, body: Array("my+role\n".utf8)) }, Self.served(),
            ])
        let credentials = try await find(scene).get()
        #expect(credentials.accessKey == "ASIASERVED")
        let requests = scene.transport.requests
        #expect(requests.map(\.method) == ["PUT", "GET", "GET"])
        #expect(
            requests.map { $0.url.dropFirst("http://169.254.169.254/latest/".count) } == [
                "api/token", "meta-data/iam/security-credentials/", "meta-data/iam/security-credentials/my+role",
            ])
        #expect(requests.allSatisfy { $0.url.hasPrefix("http://169.254.169.254/latest/") && $0.timeout <= .seconds(1) })
        #expect(scene.header("X-aws-ec2-metadata-token-ttl-seconds", of: 0) == "21600")
        #expect(scene.header("X-aws-ec2-metadata-token", of: 1) == "tok==")
        #expect(scene.header("X-aws-ec2-metadata-token", of: 2) == "tok==")
    }

    /// No answer for status 0.
    private static func opening(_ status: Int) -> ScriptedTransport.Answer {
        { _ throws(SecretSourceError) in
            if status == 0 { throw SecretSourceError.unavailable(reason: "no answer in time") }
            return SecretResponse(status: status)
        }
    }

    @Test(
        "Outside EC2 it is asked once, and never in version 1; only where it cannot answer at the moment may it later",
        arguments: [(0, true), (429, true), (500, true), (503, true), (403, false), (404, false), (200, false)])
    func noInstance(status: Int, isPassing: Bool) async {
        let scene = AWSScene([:], [Self.opening(status)])
        guard case .failure(let error) = await find(scene) else { return #expect(Bool(false)) }
        for place in ["AWS_ACCESS_KEY_ID", "profile default", "AWS_CONTAINER_CREDENTIALS", "EC2 metadata service"] {
            #expect(error.description.contains(place))
        }
        switch error {
        case .unavailable: #expect(isPassing)
        case .denied: #expect(!isPassing)
        default: Issue.record("\(error)")
        }
        #expect(scene.transport.requests.map(\.method) == ["PUT"])
    }

    @Test("A metadata service that answers nonsense without end, or that is switched off, is none")
    func noMetadata() async {
        let endless: ScriptedTransport.Answer = { _ throws(SecretSourceError) in
            throw .malformed(reason: "more than 1024 KiB")
        }
        for scene in [AWSScene([:], [endless]), AWSScene(AWSScene.nothing)] {
            guard case .failure(.denied(let reason)) = await find(scene) else { return #expect(Bool(false)) }
            #expect(reason.contains("EC2 metadata service"))
        }
    }

    @Test("A role that is taken on by what the machine has waits for a metadata service that does not answer")
    func silentSource() async throws {
        let config = "[profile a]\nrole_arn = arn:r\ncredential_source = Ec2InstanceMetadata\n"
        try await TemporaryFiles.with(["config": config]) { folder in
            let on = Self.profiles(folder, "a").merging(["AWS_EC2_METADATA_DISABLED": "false"]) { $1 }
            for (status, isPassing) in [(0, true), (503, true), (404, false)] {
                let outcome = await find(AWSScene(on, [Self.opening(status)]))
                switch outcome {
                case .failure(.unavailable(let reason)): #expect(isPassing && reason.contains("profile a"))
                case .failure(.denied(let reason)): #expect(!isPassing && reason.contains("profile a"))
                default: Issue.record("\(outcome)")
                }
            }
        }
    }

    @Test("A role's name that leads elsewhere is refused", arguments: ["../../x", "a b", "a?x", "", "a/b", "<html>"])
    func badRole(name: String) async {
        let scene = AWSScene(
            [:],
            [
                { _ in SecretResponse(status: 200, body: Array("tok".utf8)) },
                { _ in SecretResponse(status: 200, body: Array(name.utf8)) },
            ])
        #expect(await problem(scene).contains("names no role"))
        #expect(scene.transport.requests.count == 2)
    }

    @Test(
        "What a metadata service answers is read strictly",
        arguments: [
            "<html>", "[]", "{}",
            #"{"Code":"AssumeRoleUnauthorizedAccess","AccessKeyId":"A","SecretAccessKey":"secret-x","Token":"t"}"#,
            #"{"AccessKeyId":"A","SecretAccessKey":7,"Token":"t"}"#,
            #"{"AccessKeyId":"A","SecretAccessKey":"secret-x","Token":"t","Expiration":"soon"}"#,
            #"{"AccessKeyId":"A\r\nX: y","SecretAccessKey":"secret-x","Token":"t"}"#,
        ])
    func garbage(text: String) async {
        let scene = AWSScene(
            AWSScene.nothing.merging(["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI": "/x"]) { $1 },
            [{ _ in .json(200, text) }])
        let said = await problem(scene)
        #expect(
            said.contains("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") && !said.contains("secret-x")
                && !said.hasPrefix("found"))
    }
}
