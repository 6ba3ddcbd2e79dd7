import DoorwardDoctor
import DoorwardDocuments
import Testing

/// One client's look at one animal.
struct ZooVisit: Sendable, CustomTestStringConvertible {
    let animal: ZooAnimal
    let profile: String

    var testDescription: String { "\(animal.testDescription), by \(profile)" }

    static func all(_ animals: [ZooAnimal]) -> [ZooVisit] {
        animals.flatMap { animal in animal.profiles.map { ZooVisit(animal: animal, profile: $0) } }
    }

    /// Everything a visit needs, the way to the world aside.
    func prepare() throws -> (world: ZooWorld, profile: ClientProfile, options: DoctorOptions) {
        var profile = try #require(ClientProfile.named(profile))
        animal.profile(&profile)
        return (animal.world(for: profile), profile, animal.options(in: animal.world()))
    }

    func examine(
        _ profile: ClientProfile, _ options: DoctorOptions, by transport: any ProbeTransport
    ) async throws -> ExaminationReport {
        let target = try #require(WebAddress(animal.target))
        let examination = Examination(
            target: target, profile: profile, options: options, transport: transport, environment: .zoo)
        return await examination.run()
    }
}

extension ExaminationEnvironment {
    /// A clock that stands still, and nobody to ask.
    static let zoo = ExaminationEnvironment(
        now: { 1_767_225_600 }, random: { count in (0..<count).map { _ in UInt8.random(in: 0...255) } },
        sleep: { _ in }, openBrowser: { _ in false })
}

extension ExaminationReport {
    /// The ids of what failed, each once; `?` for what is no known fault.
    var failed: Set<String> {
        Set(steps.flatMap(\.remarks).filter { $0.verdict == .failed }.map { $0.fault?.id ?? "?" })
    }

    /// Everything that was not as it should be, for whoever reads a failed test.
    var complaints: String {
        let lines = steps.flatMap { step in
            step.remarks.filter { $0.verdict >= .warned }.map { remark in
                let findings = remark.findings.map { "\n      \($0.rule.id) \($0.message)" }.joined()
                return "  \(remark.verdict) \(remark.fault?.id ?? "-") [\(step.title)] \(remark.text)\(findings)"
            }
        }
        return lines.isEmpty ? "  nothing" : lines.joined(separator: "\n")
    }
}
