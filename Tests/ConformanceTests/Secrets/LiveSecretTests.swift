import Glibc
import Testing

@Suite("A secret that changes while the server runs", .ownThreads)
struct LiveSecretTests {
    /// A gate whose one secret a script prints, which a test can break.
    private func withScript(
        _ settings: [(String, String)], _ body: (Gate, _ secret: String) throws -> Void
    ) async throws {
        let secret = GateConfiguration.freshSecret()
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        try folder.write("value", secret)
        let script = try folder.write(
            "print-secret",
            "#!/bin/sh\ntest -e \(folder.path)/broken && { echo \(secret) >&2; exit 3; }\ncat \(folder.path)/value\n",
            mode: 0o700)
        var configuration = GateConfiguration().with("service.secrets", "[\"exec:\(script)\"]")
            .with("secret_sources.exec", "[\(script)]").with("secret_sources.refresh", "1s").withMetrics
        for (key, value) in settings { configuration = configuration.with(key, value) }
        try await Gate.with(configuration) { gate in
            ScriptFolder.current.withLock { $0 = folder.path }
            try body(gate, secret)
        }
    }

    @Test("keeps its last good value while its source fails, says so, and recovers by itself")
    func degraded() async throws {
        try await withScript([("secret_sources.stale_after", "2s")]) { gate, secret in
            let folder = ScriptFolder.current.withLock { $0 }
            #expect(try SecretRotateTests.status(gate, secret) == 200)
            #expect(try gate.get("/readyz").text == #"{"status":"ready"}"#)
            try "".write(toFile: "\(folder)/broken")
            let isDegraded = try gate.eventually(.seconds(20)) { try gate.get("/readyz").text.contains("degraded") }
            #expect(isDegraded, "/readyz says nothing")
            let answer = try gate.get("/readyz")
            #expect(answer.status == 200, "calls pass, so nothing is gained by sending them elsewhere")
            #expect(answer.text == #"{"status":"degraded","stale_secrets":["service.secrets[0]"]}"#)
            #expect(try SecretRotateTests.status(gate, secret) == 200)
            let metrics = try PrometheusReader(gate.request("GET", "/metrics", port: gate.metricsPort).text)
            let labels = ["key": "service.secrets[0]"]
            #expect(metrics.value("doorward_secret_stale", labels) == 1)
            #expect(metrics.value("doorward_secret_read_failures_total", labels) >= 2)
            unlink("\(folder)/broken")
            let isReady = try gate.eventually(.seconds(20)) { try gate.get("/readyz").text == #"{"status":"ready"}"# }
            #expect(isReady, "it does not recover")
            #expect(
                try PrometheusReader(gate.request("GET", "/metrics", port: gate.metricsPort).text).value(
                    "doorward_secret_stale", labels) == 0)
            #expect(gate.output.contains("cannot be read; what was read before stays in force"))
            #expect(gate.output.contains("can be read again"))
            #expect(!gate.output.contains(secret), "what the command said on standard error is in the log")
        }
    }

    @Test("accepts a value that its source no longer has for the grace, and no longer")
    func grace() async throws {
        try await withScript([("secret_sources.grace", "4s")]) { gate, old in
            let folder = ScriptFolder.current.withLock { $0 }
            let new = GateConfiguration.freshSecret()
            try new.write(toFile: "\(folder)/value")
            #expect(try gate.eventually(.seconds(20)) { try SecretRotateTests.status(gate, new) == 200 })
            let taken = ContinuousClock.now
            #expect(try SecretRotateTests.status(gate, old) == 200, "the old value is refused at once")
            let info = try PrometheusReader(gate.request("GET", "/metrics", port: gate.metricsPort).text)
            #expect(info.value("doorward_secret_info", ["state": "leaving"]) == 1)
            #expect(info.value("doorward_secret_info", ["state": "current"]) == 1)
            #expect(try gate.eventually(.seconds(20)) { try SecretRotateTests.status(gate, old) == 403 }, "it stays")
            #expect(ContinuousClock.now - taken > .seconds(2))
            #expect(try SecretRotateTests.status(gate, new) == 200)
        }
    }

    @Test("can be rid of a value that is leaving before its grace is over")
    func dismissed() async throws {
        try await withScript([("secret_sources.grace", "1h")]) { gate, old in
            let folder = ScriptFolder.current.withLock { $0 }
            let fingerprint = try #require(try RotationTests.list(gate).first?["fingerprint"]?.string)
            let new = GateConfiguration.freshSecret()
            try new.write(toFile: "\(folder)/value")
            #expect(try gate.eventually(.seconds(20)) { try SecretRotateTests.status(gate, new) == 200 })
            #expect(try SecretRotateTests.status(gate, old) == 200)
            let isListed = try gate.eventually { try SecretRotateTests.states(gate) == ["- accepted", "- leaving"] }
            #expect(isListed)
            let run = try CommandLineTool.doorward(["secret", "retire", fingerprint], in: gate.folder)
            #expect(run.status == 0, "\(run.everything)")
            #expect(try gate.eventually(.seconds(8)) { try SecretRotateTests.status(gate, old) == 403 }, "it stays")
            #expect(try SecretRotateTests.status(gate, new) == 200)
        }
    }

    @Test("is not replaced by a value that would do harm")
    func harmful() async throws {
        try await withScript([]) { gate, old in
            let folder = ScriptFolder.current.withLock { $0 }
            for bad in ["short", "", "two\nlines-of-a-secret-that-is-long-enough", "\u{1}\(old)"] {
                try bad.write(toFile: "\(folder)/value")
                let failures = try PrometheusReader(gate.request("GET", "/metrics", port: gate.metricsPort).text).value(
                    "doorward_secret_read_failures_total")
                let isRead = try gate.eventually(.seconds(20)) {
                    try PrometheusReader(gate.request("GET", "/metrics", port: gate.metricsPort).text).value(
                        "doorward_secret_read_failures_total") > failures
                }
                #expect(isRead)
                #expect(try SecretRotateTests.status(gate, old) == 200)
                if !bad.isEmpty {
                    #expect(try SecretRotateTests.status(gate, bad.filter { $0 != "\n" && $0 != "\u{1}" } + "x") == 403)
                }
            }
        }
    }

    @Test("may be missing at the start when it is optional, and comes when it can")
    func optional() async throws {
        let late = GateConfiguration.freshSecret()
        let configuration = GateConfiguration().with("secret_sources.refresh", "1s")
            .with("service.secrets", "[file:token, {from: file:late, optional: true}]")
            .with(file: "token", GateConfiguration.freshSecret())
        try await Gate.with(configuration) { gate in
            #expect(try SecretRotateTests.status(gate, late) == 403)
            try gate.folder.write("late", late)
            #expect(try gate.eventually(.seconds(3)) { try SecretRotateTests.status(gate, late) == 200 }, "not taken")
        }
    }

    @Test("stops the start when none can be read, though each may be missing")
    func noneAtAll() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let configuration = GateConfiguration().with(
            "service.secrets", "[optional:file:a, {from: env:NOT_THERE, optional: true}]")
        try ConfigurationFiles(
            configuration: configuration, upstreamPort: 9, port: try FreePort.take(), metricsPort: 0
        ).write(to: folder)
        let run = try CommandLineTool.doorward(["serve"], in: folder)
        #expect(run.status == 78)
        #expect(run.errors.contains("none of them can be read"), "\(run.everything)")
    }

    @Test("is not run as a program unless that is allowed")
    func notAllowed() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let configuration = GateConfiguration().with(
            "service.secrets", "[\"exec:/bin/echo \(GateConfiguration.freshSecret())\"]")
        try ConfigurationFiles(
            configuration: configuration, upstreamPort: 9, port: try FreePort.take(), metricsPort: 0
        ).write(to: folder)
        let run = try CommandLineTool.doorward(["serve"], in: folder)
        #expect(run.status == 78)
        #expect(run.errors.contains("secret_sources.exec"), "\(run.everything)")
        let check = try CommandLineTool.doorward(["secret", "check"], in: folder)
        #expect(check.status == 1)
        #expect(check.output.contains("FAILED"))
    }
}

/// Where the script of the running test keeps its value.
private enum ScriptFolder {
    static let current = Locked("")
}

extension String {
    fileprivate func write(toFile path: String) throws {
        guard let file = fopen(path, "w") else { throw Failure.system("fopen") }
        defer { fclose(file) }
        guard fputs(self, file) >= 0 else { throw Failure.system("fputs") }
    }
}
