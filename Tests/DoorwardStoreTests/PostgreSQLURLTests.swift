import Testing

@testable import DoorwardStore

@Suite("The address of a PostgreSQL database")
struct PostgreSQLURLTests {
    @Test(
        "is read from a URL",
        arguments: [
            ("postgres://ada@db.example/door", "host=db.example port=5432 user=ada dbname=door"),
            ("postgresql://ada@db.example:6432/door", "host=db.example port=6432 user=ada dbname=door"),
            ("postgres://a%40b@[::1]:5433/d%20d", "host=::1 port=5433 user=a@b dbname=d d"),
            ("postgres://ada@/door?host=%2Frun%2Fpg", "host=/run/pg port=5432 user=ada dbname=door"),
            (
                "postgres://ada@db/door?sslmode=verify-full&sslrootcert=/a.pem",
                "sslmode=verify-full sslrootcert=/a.pem host=db port=5432 user=ada dbname=door"
            ),
        ])
    func reading(url: String, expected: String) throws {
        let address = try PostgreSQLAddress(url: url)
        #expect(address.parameters.map { "\($0.name)=\($0.value)" }.joined(separator: " ") == expected)
        #expect(!address.name.contains("?"))
    }

    @Test(
        "is refused with the reason",
        arguments: [
            ("mysql://ada@db/door", "begin with postgres://"), ("postgres://ada@db", "no database"),
            ("postgres://ada@db/", "no database"), ("postgres://db/door", "no user"),
            ("postgres://@db/door", "no user"),
            ("postgres://ada@/door", "no host"), ("postgres://ada@db/door?host=/run", "twice"),
            ("postgres://ada@db:0/door", "port"), ("postgres://ada@db:65536/door", "port"),
            ("postgres://ada@db:x/door", "port"), ("postgres://ada@db/door?sslmode=on", "sslmode"),
            ("postgres://ada@db/door?options=-c", "unknown parameter"),
            ("postgres://ada@db/door?connect_timeout=0", "connect_timeout"),
            ("postgres://ada@db/d%zz", "percent-encoded"), ("postgres://ada@db/d%2", "percent-encoded"),
            ("postgres://ada@db/d%00", "NUL"), ("postgres://ada@db/d%ff", "UTF-8"),
            ("postgres://ada@db/door?sslmode=require&sslmode=disable", "twice"),
        ])
    func refusing(url: String, reason: String) {
        let error = #expect(throws: StoreError.self) { try PostgreSQLAddress(url: url) }
        #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
    }

    @Test("never holds a password", arguments: ["postgres://ada:hidden@db/door", "postgres://a@db/d?password=hidden"])
    func password(url: String) {
        let error = #expect(throws: StoreError.self) { try PostgreSQLAddress(url: url) }
        #expect(error?.description.contains("holds a password") == true)
        #expect(error?.description.contains("hidden") == false)
    }
}
