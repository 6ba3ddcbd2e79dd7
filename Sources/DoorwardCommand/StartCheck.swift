internal import Doorward
internal import DoorwardDoctor
internal import DoorwardDocuments

/// The check that `doorward serve` makes of itself once it answers; what it finds goes to the log, and stops nothing.
enum StartCheck {
    static func run(_ options: ConfigurationOptions, _ door: Door) async {
        do {
            let own = try await SelfExamination(options.load(), port: door.port)
            let transport = HTTPProbeTransport()
            let report = await own.examination(transport).run(own.expectation)
            await transport.shutdown()
            tell(report, door)
        } catch {
            door.note("self-check: could not run: \(error)", isWarning: true)
        }
    }

    private static func tell(_ report: ExaminationReport, _ door: Door) {
        var doubts = 0
        for step in report.steps {
            for remark in step.remarks where remark.verdict >= .warned {
                doubts += 1
                let fault = remark.fault.map { "\($0.id) " } ?? ""
                let fix = remark.verdict == .failed ? remark.fault.map { "; \($0.fix)" } ?? "" : ""
                door.note("self-check: \(step.title): \(fault)\(remark.text)\(fix)", isWarning: true)
                for finding in remark.findings.prefix(5) {
                    door.note("self-check: \(finding.rule.id) \(finding.pointer): \(finding.message)", isWarning: true)
                }
            }
        }
        let end = doubts == 0 ? "nothing to complain about" : "see 'doorward doctor --self'"
        door.note("self-check: \(report.steps.count) steps, \(end)")
    }
}
