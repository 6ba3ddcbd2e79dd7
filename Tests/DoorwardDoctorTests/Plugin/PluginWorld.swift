import DoorwardDocuments
import Testing

@testable import DoorwardDoctor

/// A server of one plugin in memory: correct, until a test changes something.
struct PluginWorld: ProbeTransport {
    static let token = "0123456789abcdef0123456789abcdef"
    static let secret = "right-secret-of-the-test"

    var host = "api.example.test"
    var scheme = "https"
    var answers: [String: @Sendable (ProbeRequest) -> Result<ProbeResponse, ProbeFailure>] = [:]
    /// Answers everything that `answers` does not.
    var fallback: @Sendable (ProbeRequest) -> Result<ProbeResponse, ProbeFailure> = { _ in .success(json("{}", 404)) }
    var addresses: Result<[String], ProbeFailure> = .success(["192.0.2.7"])
    var report: Result<TLSReport, ProbeFailure> = .success(tls())
    var isOld = false
    var mapped: Set<Int> = []

    var origin: String { "\(scheme)://\(host)" }

    init(host: String = "api.example.test", scheme: String = "https", auth: String? = nil) {
        self.host = host
        self.scheme = scheme
        let auth =
            auth ?? """
                {"type": "service_http", "authorization_type": "bearer", "verification_tokens": {"openai": "\(Self.token)"}}
                """
        serve("/.well-known/ai-plugin.json", Self.json(manifest(auth)))
        serve("/openapi.json", Self.json(document()))
        serve("/logo.png", ProbeResponse(status: 200, body: [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10, 0]))
        serve("/legal", ProbeResponse(status: 200, headers: [("Content-Type", "text/html")], body: Array("<p>Hi".utf8)))
        answers["GET \(origin)/hello"] = { .success(Self.guarded($0)) }
    }

    /// Answers as an API that knows one bearer token.
    static func guarded(_ request: ProbeRequest) -> ProbeResponse {
        let field = request.headers.first { $0.name.lowercased() == "authorization" }?.value
        guard let field else { return json("{\"detail\":\"Not authenticated\"}", 401) }
        return field == "Bearer \(secret)" ? json("{\"hello\":\"world\"}") : json("{\"detail\":\"Forbidden\"}", 403)
    }

    static func json(_ text: String, _ status: Int = 200) -> ProbeResponse {
        ProbeResponse(status: status, headers: [("Content-Type", "application/json")], body: Array(text.utf8))
    }

    static func page(_ text: String, _ status: Int = 200) -> ProbeResponse {
        ProbeResponse(status: status, headers: [("Content-Type", "text/html; charset=utf-8")], body: Array(text.utf8))
    }

    static func redirect(_ location: String, _ status: Int = 302) -> ProbeResponse {
        ProbeResponse(status: status, headers: [("Location", location)])
    }

    static func tls(version: String = "TLSv1.3", days: Int = 80, problem: ProbeFailure.TLSProblem? = nil) -> TLSReport {
        let leaf = TLSReport.Certificate(
            subject: "CN=api.example.test", issuer: "CN=Authority", names: ["api.example.test"],
            notBefore: 1_767_000_000 - 10 * 86400, notAfter: 1_767_000_000 + Int64(days) * 86400)
        return TLSReport(version: version, chain: [leaf], problem: problem)
    }

    func manifest(_ auth: String, api: String = "/openapi.json") -> String {
        """
        {"schema_version": "v1", "name_for_human": "Greeter", "name_for_model": "greeter",
         "description_for_human": "Says hello to you.", "description_for_model": "Says hello to the user by name.",
         "auth": \(auth), "api": {"type": "openapi", "url": "\(origin)\(api)"},
         "logo_url": "\(origin)/logo.png", "contact_email": "hello@example.test", "legal_info_url": "\(origin)/legal"}
        """
    }

    func document(servers: String? = nil, paths: String? = nil, more: String = "") -> String {
        let hello = """
            {"/hello": {"get": {"operationId": "sayHello", "summary": "Says hello.", "responses": {"200": {
             "description": "A greeting.", "content": {"application/json": {"schema": {"type": "object", "properties":
             {"hello": {"type": "string"}}}}}}}}}}
            """
        return """
            {"openapi": "3.1.0", "info": {"title": "Greeter", "version": "1.0.0"},
             "servers": \(servers ?? "[{\"url\": \"\(origin)\"}]"), "paths": \(paths ?? hello)\(more)}
            """
    }

    mutating func serve(_ path: String, _ response: ProbeResponse) {
        answers["GET \(origin)\(path)"] = { _ in .success(response) }
    }

    mutating func fail(_ path: String, _ failure: ProbeFailure) {
        answers["GET \(origin)\(path)"] = { _ in .failure(failure) }
    }

    // MARK: - ProbeTransport

    func send(_ request: ProbeRequest) async -> Result<ProbeResponse, ProbeFailure> {
        if let answer = answers["\(request.method) \(request.url)"] { return answer(request) }
        if request.method == "HEAD", let answer = answers["GET \(request.url)"] { return answer(request) }
        return fallback(request)
    }

    func addresses(of host: String) async -> Result<[String], ProbeFailure> { addresses }
    func handshake(host: String, port: Int) async -> Result<TLSReport, ProbeFailure> { report }
    func acceptsOnlyOldTLS(host: String, port: Int) async -> Bool { isOld }
    func isMapped(host: String, port: Int) -> Bool { mapped.contains(port) }

    // MARK: - Examining it

    func examination(
        _ profile: String = "chatgpt-plugin", target: String? = nil, options: DoctorOptions? = nil
    ) throws -> Examination {
        let usual = DoctorOptions(secret: ProbeSecret(Self.secret), verificationToken: Self.token)
        return Examination(
            target: try #require(Examination.address(typed: target ?? origin)),
            profile: try #require(ClientProfile.named(profile)), options: options ?? usual, transport: self,
            environment: ExaminationEnvironment(
                now: { 1_767_000_000 }, random: { [UInt8](repeating: 7, count: $0) }, sleep: { _ in },
                openBrowser: { _ in false }))
    }

    func examine(
        _ profile: String = "chatgpt-plugin", target: String? = nil, options: DoctorOptions? = nil
    ) async throws -> ExaminationReport {
        try await examination(profile, target: target, options: options).run()
    }
}

extension ExaminationReport {
    func remarks(_ verdict: Verdict) -> [Remark] { steps.flatMap(\.remarks).filter { $0.verdict == verdict } }

    /// What failed, as ids, and all that was said.
    var failures: [String] { faults.map(\.id) }
    var everything: String {
        steps.map { step in
            "\(step.number). \(step.title)\n"
                + step.remarks.map { "   \($0.verdict) \($0.fault?.id ?? "") \($0.text)\n" }.joined()
        }.joined()
    }
}
