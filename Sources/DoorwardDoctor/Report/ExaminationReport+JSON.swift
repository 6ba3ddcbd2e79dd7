public import DoorwardDocuments

extension ExaminationReport {
    /// The transcript for machines; secrets are masked.
    public func json(profile: ClientProfile) -> JSONValue {
        let masking = Masking(masked)
        return [
            "target": .string(masking.text(target)), "profile": .string(self.profile),
            "title": .string(profileTitle),
            "steps": .array(steps.map { $0.json(masking: masking, profile: profile) }),
            "faults": .array(faults.map { .string($0.id) }),
            "summary": .object(
                JSONObject(Verdict.allCases.map { ($0.rawValue, .number(String(count($0)))) })),
        ]
    }
}

extension Step {
    fileprivate func json(masking: Masking, profile: ClientProfile) -> JSONValue {
        [
            "number": .number(String(number)), "section": .string(section.rawValue),
            "title": .string(ShownExchange.clean(masking.text(title))),
            "verdict": .string(verdict.rawValue), "seconds": .number(elapsed.inSeconds.decimals),
            "exchanges": .array(exchanges.map { ShownExchange($0, masking: masking).json }),
            "remarks": .array(remarks.map { $0.json(masking: masking, profile: profile) }),
        ]
    }
}

extension ShownExchange {
    fileprivate var json: JSONValue {
        let request: JSONValue = [
            "method": .string(method), "url": .string(url), "headers": Self.json(requestFields),
            "body": .string(requestBody),
        ]
        guard let status else { return ["request": request, "failure": .string(failure ?? "")] }
        return [
            "request": request,
            "response": [
                "status": .number(String(status)), "headers": Self.json(responseFields), "body": .string(responseBody),
                "seconds": .number(seconds.decimals),
            ],
        ]
    }

    private static func json(_ fields: [(name: String, value: String)]) -> JSONValue {
        .array(fields.map { .array([.string($0.name), .string($0.value)]) })
    }
}

extension Remark {
    fileprivate func json(masking: Masking, profile: ClientProfile) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("verdict", .string(verdict.rawValue)), ("text", .string(ShownExchange.clean(masking.text(text)))),
        ]
        if let fault {
            members += [
                ("fault", .string(fault.id)), ("title", .string(fault.title)), ("cause", .string(fault.cause)),
                ("fix", .string(fault.fix)),
                ("stacks", .object(JSONObject(fault.stacks.map { ($0.name, .string($0.fix)) }))),
                ("shown", .string(profile.words[fault.id] ?? fault.shown)),
            ]
        }
        if !findings.isEmpty {
            members.append(
                (
                    "findings",
                    .array(
                        findings.map { finding in
                            [
                                "rule": .string(finding.rule.id), "severity": .string(finding.severity.rawValue),
                                "pointer": .string(ShownExchange.clean(masking.text(finding.pointer))),
                                "line": .number(String(finding.line)),
                                "column": .number(String(finding.column)),
                                "message": .string(ShownExchange.clean(masking.text(finding.message))),
                                "hint": .string(ShownExchange.clean(masking.text(finding.hint))),
                            ]
                        })
                ))
        }
        return .object(JSONObject(members))
    }
}

extension Double {
    /// With three decimals, as JSON spells numbers; what is no number is 0.
    var decimals: String {
        guard isFinite, magnitude < 1e12 else { return "0" }
        let thousandths = Int64((magnitude * 1000).rounded())
        let fraction = String(thousandths % 1000)
        return (self < 0 && thousandths > 0 ? "-" : "") + "\(thousandths / 1000)."
            + String(repeating: "0", count: 3 - fraction.count) + fraction
    }
}
