import DoorwardForms
import DoorwardTesting
import Glibc

/// A database with clients and somebody who is signed in, made once by the real door and copied for each other: a
/// password's hash takes long on purpose.
struct Template: Sendable {
    let backend: Backend
    let clients: [KnownClient: OAuthClient]
    let password: String
    let cookies: [String: String]
    /// A code of the `web` client that nobody has redeemed, and since when.
    let code: CodeInHand
    let codeSince: ContinuousClock.Instant
    fileprivate let folder: TemporaryFolder
    fileprivate let database: String

    /// The template of a kind of database; `nil` where this machine has none.
    static func of(_ backend: Backend) async throws -> Template? { try await Templates.shared.template(backend) }

    /// A copy in `folder`, as settings.
    func settings(in folder: TemporaryFolder) throws -> [(key: String, value: String)] {
        let number = Self.copies.withLock { count in
            count += 1
            return count
        }
        switch backend {
        case .sqlite:
            for name in ["doorward.db", "doorward.db-wal", "doorward.db.key"] {
                let bytes = try Self.bytes("\(self.folder.path)/\(name)")
                if !bytes.isEmpty { try folder.write(name, bytes) }
            }
            return [("database", "\"sqlite:\(folder.path)/doorward.db\"")]
        case .postgresql:
            guard let cluster = PostgreSQLCluster.shared else { throw Failure("PostgreSQL is gone") }
            let name = "copy_\(getpid())_\(number)"
            let original = database.split(separator: "/").last.map(String.init) ?? ""
            try cluster.run("CREATE DATABASE \(name) TEMPLATE \(original)")
            for file in ["database-password", "master-secret"] { try folder.write(file, self.folder.read(file)) }
            return Backend.postgreSQLSettings("\(database.dropLast(original.utf8.count))\(name)", in: folder)
        }
    }

    private static let copies = Locked(0)

    private static func bytes(_ path: String) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(descriptor, &piece, piece.count)
            guard count > 0 else { return content }
            content.append(contentsOf: piece[..<count])
        }
    }
}

/// Makes each template when it is first asked for.
private actor Templates {
    static let shared = Templates()

    private var tasks: [Backend: Task<Template?, any Error>] = [:]

    func template(_ backend: Backend) async throws -> Template? {
        if let task = tasks[backend] { return try await task.value }
        let task = Task(executorPreference: OwnThreads.shared) { try await Self.make(backend) }
        tasks[backend] = task
        return try await task.value
    }

    private static func make(_ backend: Backend) async throws -> Template? {
        let folder = try TemporaryFolder()
        TemporaryFolders.removeAtExit(folder)
        guard let database = try backend.settings(in: folder) else { return nil }
        let upstream = try UpstreamProcess(in: folder)
        defer { upstream.process.end() }
        let door = try Door(
            .oauth(site: "https://door.example"), on: backend, database: database, upstreamPort: upstream.port,
            in: folder)
        let password = try door.addUser("ada")
        let clients = try door.addKnownClients()
        try door.start()
        var ada = Visitor("ada", password: password, at: door)
        try await ada.browser.open("/account")
        try await ada.signIn()
        guard ada.browser.response.status == 200, !ada.isAtSignIn else {
            throw Failure("ada is not signed in: \(ada.browser.address) \(ada.browser.page.text.prefix(400))")
        }
        let web = clients[.web] ?? OAuthClient(id: "", secret: nil, redirect: "", scope: "")
        let code = try await door.code(web, by: &ada)
        let since = ContinuousClock.now
        door.stop()
        Canary.check(door.output, of: "the template's door")
        return Template(
            backend: backend, clients: clients, password: password, cookies: ada.browser.cookies, code: code,
            codeSince: since, folder: folder,
            database: database.first { $0.key == "database" }?.value.trimmingQuotes ?? "")
    }
}

extension String {
    fileprivate var trimmingQuotes: String { filter { $0 != "\"" } }
}

/// Folders that are needed until the process ends.
enum TemporaryFolders {
    private static let all = Locked<[TemporaryFolder]>([])

    static func removeAtExit(_ folder: TemporaryFolder) {
        let isFirst = all.withLock { all in
            all.append(folder)
            return all.count == 1
        }
        if isFirst { atexit { for folder in TemporaryFolders.all.withLock({ $0 }) { folder.remove() } } }
    }
}
