import Testing

@Suite("The search for secrets in logs")
struct CanaryTests {
    static let lines: [String] = [
        #"{"path":"/oauth/sign-in","query":"flow=dwf_"# + String(repeating: "A", count: 43) + "\"}",
        "code dwc_" + String(repeating: "b", count: 43), "Bearer eyJ" + String(repeating: "c", count: 60),
        "secret=dwcs_" + String(repeating: "d", count: 43) + " refused", "state " + Canary.text("state"),
        "typed: " + Canary.text("password"),
    ]

    @Test("finds each kind", arguments: lines)
    func finds(_ line: String) { #expect(Canary.findings(in: "before\n\(line)\nafter").count == 1) }

    @Test(
        "lets prefixes and fingerprints be",
        arguments: ["dwc_ is what codes begin with, and so on", "key dwk_AbCd… of ada"])
    func leaves(_ line: String) { #expect(Canary.findings(in: line).isEmpty) }
}
