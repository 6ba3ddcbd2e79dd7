import DoorwardTesting
import Glibc
import Testing

/// The real binary with `auth: oauth` in front of the real upstream; it can be ended and started again on the same state.
final class Door: Sendable {
    let name: String
    let folder: TemporaryFolder
    let port: Int
    /// The address that clients know, without a slash at its end; also the issuer and the resource.
    let site: String
    let backend: Backend
    /// What its database was copied from; `nil` where it began empty.
    let template: Template?
    private let running = Locked<ChildProcess?>(nil)
    private let settings: [(key: String, value: String)]

    /// Writes the files of a door.
    ///
    /// - Parameter database: its settings, from ``Backend/settings(in:)`` or from a template.
    init(
        _ configuration: GateConfiguration = .oauth(), on backend: Backend, database: [(key: String, value: String)],
        template: Template? = nil, upstreamPort: Int, in folder: TemporaryFolder
    ) throws {
        name = "door"
        self.template = template
        self.folder = folder
        self.backend = backend
        port = try FreePort.take()
        var all = configuration
        for (key, value) in database { all[key] = value }
        all["listen"] = "127.0.0.1:\(port)"
        all["upstream.url"] = "http://127.0.0.1:\(upstreamPort)"
        if all["metrics.listen"] == nil { all["metrics.listen"] = "off" }
        if all["public_url"] == nil { all["public_url"] = "http://127.0.0.1:\(port)" }
        site = all["public_url"] ?? ""
        settings = all.settings
        for (name, content) in all.files { try folder.write(name, content) }
        try folder.write("\(name).yaml", all.yaml())
    }

    /// Another process with the same address, on the same state.
    init(sharing other: Door, name: String) throws {
        self.name = name
        folder = other.folder
        backend = other.backend
        template = other.template
        site = other.site
        port = try FreePort.take()
        var all = GateConfiguration(auth: "oauth", secrets: 0)
        for (key, value) in other.settings { all[key] = value }
        all["listen"] = "127.0.0.1:\(port)"
        settings = all.settings
        try folder.write("\(name).yaml", all.yaml())
    }

    deinit { kill() }

    /// A client of the template.
    subscript(_ client: KnownClient) -> OAuthClient {
        template?.clients[client] ?? OAuthClient(id: "absent", secret: nil, redirect: "", scope: "")
    }

    /// Somebody of the template who is signed in.
    var ada: Visitor { visitor { self } }

    /// The same, each request sent to the door that is named then.
    func visitor(_ door: @escaping @Sendable () -> Door) -> Visitor {
        var ada = Visitor("ada", password: template?.password ?? "", site: site, door: door)
        ada.browser.cookies = template?.cookies ?? [:]
        return ada
    }

    /// Everything that its processes wrote, to either stream.
    var output: String { folder.read("\(name).out") + folder.read("\(name).err") }

    var isRunning: Bool { running.withLock { $0?.isRunning ?? false } }

    /// Changes settings for the next start.
    func set(_ changes: [String: String]) throws {
        var all = GateConfiguration(auth: "oauth", secrets: 0)
        for (key, value) in settings { all[key] = value }
        for (key, value) in changes { all[key] = "\"\(value)\"" }
        try folder.write("\(name).yaml", all.yaml())
    }

    /// Starts it and waits until it answers.
    @discardableResult
    func start(within limit: Duration = .seconds(30)) throws -> Door {
        try spawn()
        let deadline = ContinuousClock.now + limit
        while ContinuousClock.now < deadline {
            if !isRunning { throw Failure("the door ended at its start; it wrote: \(output.suffix(3_000))") }
            if let answer = try? get("/readyz"), answer.status == 200 { return self }
            usleep(5_000)
        }
        throw Failure("the door was not ready after \(limit); it wrote: \(output.suffix(3_000))")
    }

    func spawn() throws {
        let process = try ChildProcess(
            try Products.doorward(), ["serve", "--config", "\(name).yaml", "--no-self-check"], folder: folder.path,
            output: "\(folder.path)/\(name).out", errors: "\(folder.path)/\(name).err")
        running.withLock { $0 = process }
    }

    /// Ends it as a power failure would.
    func kill() {
        running.withLock { process in
            process?.end()
            process = nil
        }
    }

    func signal(_ number: Int32) { running.withLock { $0?.signal(number) } }

    /// Ends it with SIGTERM, and checks that it ended in order.
    func stop() {
        let status = running.withLock { process -> Int32? in
            process?.signal(SIGTERM)
            return process?.wait(.seconds(15))
        }
        #expect(status == 0, "exit status of \(name) after SIGTERM; it wrote: \(output.suffix(3_000))")
        kill()
    }
}
