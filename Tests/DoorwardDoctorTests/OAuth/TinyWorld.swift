import DoorwardDocuments
import Synchronization

@testable import DoorwardDoctor

/// An examination of a ``TinyServer``.
struct TinyWorld {
    let server: TinyServer
    let examination: Examination

    init(
        _ quirk: TinyQuirk, profile name: String, signIn: DoctorOptions.SignInChoice? = nil,
        clientID: String? = TinyServer.client, configure: (inout DoctorOptions) -> Void = { _ in },
        environment: ExaminationEnvironment = .seeded,
        change: @escaping TinyServer.Change = { _, response in response }
    ) throws {
        guard let profile = ClientProfile.named(name) else { throw Problem.noProfile(name) }
        var options = DoctorOptions(
            clientID: clientID, clientSecret: ProbeSecret(TinyServer.secret),
            signIn: signIn ?? .form(user: TinyServer.user, password: ProbeSecret(TinyServer.password)))
        configure(&options)
        let isManifest = profile.surface == .manifestV1
        let known =
            options.redirectURI.map { [$0] }
            ?? profile.redirectURIs.map {
                $0.replacing("{assistant_id}", with: profile.assistantID)
            }
        server = TinyServer(
            quirk, body: isManifest ? .json : .form, redirectURIs: known, assistantID: profile.assistantID,
            change: change)
        guard let target = WebAddress(TinyServer.origin) else { throw Problem.noProfile(name) }
        examination = Examination(
            target: target, profile: profile, options: options, transport: server, environment: environment)
    }

    enum Problem: Error { case noProfile(String) }

    /// Walks the flow; gives the ids of the faults that were named in failed remarks.
    func examine() async -> [String] {
        await examination.prepare { found in
            found.apiBase = found.apiBase ?? TinyServer.origin
            found.authorizationEndpoint =
                found.authorizationEndpoint ?? WebAddress(TinyServer.origin + "/oauth/authorize")
            found.tokenEndpoint = found.tokenEndpoint ?? WebAddress(TinyServer.origin + "/oauth/token")
            found.tokenContentType = "application/json"
            found.scope = ""
            found.operationURL = TinyServer.origin + "/items"
        }
        await examination.examineOAuthFlow()
        var seen: Set<String> = []
        return await examination.steps.flatMap(\.remarks).filter { $0.verdict == .failed }.compactMap { $0.fault?.id }
            .filter { seen.insert($0).inserted }
    }

    var transcript: String {
        get async {
            await examination.steps.map { step in
                "\(step.number) \(step.title): \(step.verdict)\n"
                    + step.remarks.map { "    \($0.verdict) \($0.fault?.id ?? "") \($0.text)\n" }.joined()
            }.joined()
        }
    }
}

extension Examination {
    func prepare(_ change: (inout Found) -> Void) { change(&found) }
}

extension ExaminationEnvironment {
    /// The same every time.
    static var seeded: ExaminationEnvironment {
        let counter = Counter()
        return ExaminationEnvironment(
            now: { 1_800_000_000 }, random: { counter.bytes($0) }, sleep: { _ in }, openBrowser: { _ in false })
    }

    private final class Counter: Sendable {
        private let state = Mutex<UInt64>(1)

        func bytes(_ count: Int) -> [UInt8] {
            state.withLock { state in
                (0..<count).map { _ in
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    return UInt8(truncatingIfNeeded: state >> 56)
                }
            }
        }
    }
}
