import DoorwardDocuments
import Testing

@testable import DoorwardDoctor

/// An examination of an ``AppServer``, ready to be looked at.
struct AppExamination {
    let report: ExaminationReport
    let asked: [ProbeRequest]

    init(
        as profile: String = "chatgpt-app", options: DoctorOptions = AppExamination.signingIn,
        at address: String = AppServer.address,
        changing change: @escaping @Sendable (ProbeRequest, inout ProbeResponse) -> Void = { _, _ in }
    ) async throws {
        let server = AppServer(changing: change)
        let examination = Examination(
            target: try #require(WebAddress(address)), profile: try #require(ClientProfile.named(profile)),
            options: options, transport: server, environment: Self.environment)
        report = await examination.run()
        asked = server.asked
    }

    static var signingIn: DoctorOptions {
        DoctorOptions(signIn: .form(user: "ada", password: ProbeSecret(AppServer.password)))
    }

    static var environment: ExaminationEnvironment {
        ExaminationEnvironment(
            now: { 1_767_225_600 }, random: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } },
            sleep: { _ in }, openBrowser: { _ in false })
    }

    /// The ids that failed, each once; `?` for what is no known fault.
    var failed: Set<String> {
        Set(remarks(.failed).map { $0.fault?.id ?? "?" })
    }

    func remarks(_ verdict: Verdict) -> [Remark] {
        report.steps.flatMap(\.remarks).filter { $0.verdict == verdict }
    }

    /// What failed and was warned of, one per line.
    var complaints: String {
        (remarks(.failed) + remarks(.warned)).map {
            "\($0.verdict) \($0.fault?.id ?? "-") \($0.text) \($0.findings.map(\.message))"
        }
        .joined(separator: "\n")
    }

    func step(_ title: String) -> Step? { report.steps.first { $0.title == title } }
}
