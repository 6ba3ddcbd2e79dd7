internal import Doorward
internal import DoorwardDoctor
internal import DoorwardDocuments
internal import DoorwardSecrets

/// Examines, tells how it goes, and writes what came of it.
struct DoctorRun {
    typealias Examined = (report: ExaminationReport, profile: ClientProfile)

    let output: DoctorOutputOptions

    /// Whether steps are printed as they end: text for somebody who reads along.
    private var isLive: Bool { output.format == .text && output.output == nil }

    private var style: ReportStyle {
        ReportStyle(isColoured: isLive && Terminal.isColoured, isVerbose: output.verbose)
    }

    func examine(
        _ target: WebAddress, as profile: ClientProfile, _ options: DoctorOptions, _ transport: HTTPProbeTransport
    ) async -> Examined {
        await watched(profile, heading: target.text) { observe in
            Examination(
                target: target, profile: profile, options: options, transport: transport,
                environment: DoctorEnvironment.standard, observe: observe)
        } run: {
            await $0.run()
        }
    }

    func examineSelf(_ own: SelfExamination, _ transport: HTTPProbeTransport) async -> Examined {
        await watched(own.profile, heading: own.heading) { observe in
            own.examination(transport, observe: observe)
        } run: {
            await $0.run(own.expectation)
        }
    }

    private func watched(
        _ profile: ClientProfile, heading: String,
        _ make: (@escaping @Sendable (Examination.Event) -> Void) -> Examination,
        run: (Examination) async -> ExaminationReport
    ) async -> Examined {
        if isLive {
            Terminal.put(ExaminationReport.heading(target: heading, profileTitle: profile.title, style: style))
        }
        let progress = DoctorProgress(profile: profile, style: style, isLive: isLive)
        let examination = make { progress.note($0) }
        let report = await run(examination)
        progress.clear()
        if isLive { Terminal.put(report.summary(style: style) + "\n") }
        return (report, profile)
    }

    /// Writes the reports and the traffic.
    func finish(_ examined: [Examined]) throws {
        try tell(examined)
        guard let path = output.save else { return }
        let log = HARLog(examined.map(\.report), version: DoorwardVersion.text)
        try write(log.json.serialized(pretty: true), to: path)
    }

    private func tell(_ examined: [Examined]) throws {
        if isLive { return }
        let text: String
        switch output.format {
        case .text: text = examined.map { $0.report.text(profile: $0.profile, style: style) }.joined(separator: "\n")
        case .json: text = String(decoding: json(examined).serialized(pretty: true), as: UTF8.self)
        case .html:
            let now = DoctorEnvironment.standard.now()
            text = HTMLReport(examined, version: DoorwardVersion.text, madeAt: now).html
        }
        guard let path = output.output else {
            guard Terminal.put(text) else { throw CommandFailure("standard output cannot be written to") }
            return
        }
        try write(Array(text.utf8), to: path)
    }

    private func json(_ examined: [Examined]) -> JSONValue {
        let reports = examined.map(\.report)
        return [
            "examinations": .array(examined.map { $0.report.json(profile: $0.profile) }),
            "summary": [
                "failed": .number(String(reports.reduce(0) { $0 + $1.count(.failed) })),
                "warned": .number(String(reports.reduce(0) { $0 + $1.count(.warned) })),
                "skipped": .number(String(reports.reduce(0) { $0 + $1.count(.skipped) })),
                "passed": .number(String(reports.reduce(0) { $0 + $1.count(.passed) })),
                "faults": .array(Set(reports.flatMap(\.faults).map(\.id)).sorted().map { .string($0) }),
            ],
        ]
    }

    private func write(_ bytes: [UInt8], to path: String) throws {
        do throws(AtomicFileError) { try AtomicFile.write(bytes, to: path, mode: 0o600) } catch {
            throw CommandFailure("\(error)")
        }
    }
}
