import DoorwardSecrets
import DoorwardStore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// One of several processes that race for the same things in one database.
///
/// Arguments: its own name, then the path of a SQLite file or the URL of a PostgreSQL database, whose password is in the
/// environment variable `STORE_RACER_PASSWORD`. It says `ready`; then for each line `ROUND NEWEST-KEY` on standard
/// input it runs every contest with 32 callers at once and answers with a line for each: name, wins, what callers saw.
@main
struct StoreRacer {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3 else { return say("usage: StoreRacer NAME DATABASE") }
        let store = try await Store.open(location(arguments[2]))
        say("ready")
        while let line = readLine() {
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 2 else { break }
            let round = Round(store: store, racer: arguments[1], number: words[0], newestKey: words[1])
            for (name, contest) in Round.contests {
                let outcomes = try await round.run(contest)
                let seen = Set(outcomes.map(\.seen)).sorted().joined(separator: ",")
                say("\(name) \(outcomes.filter(\.won).count) \(seen)")
            }
            say("end")
        }
        store.close()
    }

    private static func location(_ text: String) -> StoreLocation {
        guard text.hasPrefix("postgres:") else { return .sqlite(path: text) }
        let password = getenv("STORE_RACER_PASSWORD").map { Secret(utf8: String(cString: $0)) }
        return .postgres(url: text, password: password)
    }

    private static func say(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = bytes.withUnsafeBytes { write(1, $0.baseAddress, $0.count) }
    }
}
