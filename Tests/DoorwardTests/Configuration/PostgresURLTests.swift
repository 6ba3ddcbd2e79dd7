import Testing

@testable import Doorward

@Suite("Addresses of PostgreSQL databases")
struct PostgresURLTests {
    @Test(
        "Addresses have one canonical text",
        arguments: [
            ("postgres://doorward@DB.example.com/doorward", "postgres://doorward@db.example.com/doorward"),
            ("postgresql://a@db/d", "postgres://a@db/d"),
            ("POSTGRES://a@db:5432/d?sslmode=require", "postgres://a@db/d?sslmode=require"),
            ("postgres://a@[::1]:6000/d", "postgres://a@[::1]:6000/d"),
            ("postgres://a%40b@db/my%20db", "postgres://a%40b@db/my%20db"),
            ("postgres://a@/d?host=/run/postgresql", "postgres://a@/d?host=/run/postgresql"),
            ("postgres://a@%2Frun%2Fpostgresql/d", "postgres://a@/d?host=/run/postgresql"),
            ("postgres://a@:6000/d?host=/tmp/my%20x", "postgres://a@:6000/d?host=/tmp/my%20x"),
            ("postgres://a@%2Ftmp%2Fx:6000/d", "postgres://a@:6000/d?host=/tmp/x"),
            (
                "postgres://a@db/d?sslrootcert=a/b.pem&sslkey=k&sslmode=verify-ca&sslcert=c",
                "postgres://a@db/d?sslmode=verify-ca&sslcert=c&sslkey=k&sslrootcert=a/b.pem"
            ),
        ])
    func canonical(_ text: String, _ canonical: String) throws {
        let url = try PostgresURL(parsing: text)
        #expect(url.description == canonical)
        #expect(try PostgresURL(parsing: canonical) == url)
        #expect(try DatabaseLocation(parsing: text) == .postgres(url))
    }

    @Test(
        "A connection is protected unless it stays on this machine or is said not to be",
        arguments: [
            ("postgres://a@db/d", PostgresURL.SSLMode.require), ("postgres://a@127.0.0.1/d", .prefer),
            ("postgres://a@/d?host=/tmp", .prefer), ("postgres://a@db/d?sslmode=disable", .disable),
            ("postgres://a@[::1]/d?sslmode=verify-full", .verifyFull),
        ])
    func sslMode(_ text: String, _ mode: PostgresURL.SSLMode) throws {
        let url = try PostgresURL(parsing: text)
        #expect(url.sslMode == mode)
        #expect(url.connectionURL.contains("sslmode=\(mode.rawValue)"))
        #expect(try PostgresURL(parsing: url.connectionURL).sslMode == mode)
    }

    @Test("The file of certificates starts from the configuration's folder")
    func paths() throws {
        var configuration = DoorwardConfiguration.defaults
        configuration.directory = "/etc/doorward"
        configuration.database = try DatabaseLocation(parsing: "postgres://a@db/d?sslrootcert=ca.pem")
        guard case .postgres(let url) = configuration.resolvingPaths().database else {
            Issue.record("no longer PostgreSQL")
            return
        }
        #expect(url.files == ["sslrootcert": "/etc/doorward/ca.pem"])
    }

    @Test("A wrong address is never repeated")
    func redacted() {
        #expect {
            try PostgresURL(parsing: "postgres://me:hunter2@db/d")
        } throws: {
            !"\($0)".contains("hunter2")
        }
    }
}
