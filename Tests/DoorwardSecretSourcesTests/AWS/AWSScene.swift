import DoorwardJOSE
import DoorwardSecrets
import Testing

@testable import DoorwardSecretSources

/// AWS as a script, with a clock that is turned by hand.
struct AWSScene {
    let transport: ScriptedTransport
    let clock: ManualClock
    let surroundings: SourceSurroundings
    let chain: AWSCredentialChain

    /// The keys of AWS's own documentation.
    static let keys = [
        "AWS_ACCESS_KEY_ID": "AKID" + "EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG" + "+bPxRfiCYEXAMPLEKEY",
        "AWS_EC2_METADATA_DISABLED": "true",
    ]
    static let nothing = ["AWS_EC2_METADATA_DISABLED": "true"]

    init(_ environment: [String: String] = keys, _ answers: [ScriptedTransport.Answer] = [], now: Int64 = 1_800_000_000)
    {
        transport = ScriptedTransport(answers)
        clock = ManualClock(now)
        surroundings = SourceSurroundings(transport, environment: environment, clock: clock)
        chain = AWSCredentialChain(surroundings: surroundings)
    }

    var manager: AWSSecretsManagerSource { .init(surroundings: surroundings, credentials: chain) }
    var store: AWSParameterSource { .init(surroundings: surroundings, credentials: chain) }

    /// The bodies that were sent, as text.
    var bodies: [String] { transport.requests.map { String(decoding: $0.body, as: UTF8.self) } }

    /// The n-th of them; empty when there is none.
    func body(_ index: Int) -> String { bodies.dropFirst(index).first ?? "" }

    /// The value of a header of the n-th request; nil when there is none.
    func header(_ name: String, of index: Int) -> String? {
        transport.requests.dropFirst(index).first?.headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    static func value(_ text: String, stage: String = "AWSCURRENT", id: String = "v1") -> ScriptedTransport.Answer {
        { _ in
            .json(
                200,
                #"{"ARN":"a","Name":"n","VersionId":"\#(id)","SecretString":\#(quoted(text)),"VersionStages":["\#(stage)"],"#
                    + #""CreatedDate":1.7E9}"#)
        }
    }

    static func parameter(_ text: String, version: Int, type: String = "SecureString") -> ScriptedTransport.Answer {
        { _ in
            .json(
                200,
                #"{"Parameter":{"Name":"/app/token","Type":"\#(type)","Value":\#(quoted(text)),"Version":\#(version),"#
                    + #""LastModifiedDate":1.7E9}}"#)
        }
    }

    static func fault(
        _ code: String, status: Int = 400, message: String = "words of AWS",
        headers: [(name: String, value: String)] = []
    ) -> ScriptedTransport.Answer {
        { _ in .json(status, #"{"__type":"com.amazonaws#\#(code)","message":"\#(message)"}"#, headers: headers) }
    }

    static let missing = fault("ResourceNotFoundException")

    private static func quoted(_ text: String) -> String {
        String(decoding: JOSEObject(["": .string(text)]).encoded.dropFirst(4).dropLast(), as: UTF8.self)
    }

    /// The error of a call that has to fail.
    static func failure<Value>(_ body: () async throws(SecretSourceError) -> Value) async -> SecretSourceError? {
        do throws(SecretSourceError) {
            _ = try await body()
            return nil
        } catch {
            return error
        }
    }

    static func reference(_ text: String) throws -> SecretReference { try SecretReference(parsing: text) }
}
