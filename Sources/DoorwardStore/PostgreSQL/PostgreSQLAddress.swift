#if PostgreSQL
    internal import DoorwardSecrets

    /// Where a PostgreSQL server is and how to talk to it, read from a URL.
    struct PostgreSQLAddress: Sendable {
        /// libpq's parameters without the password.
        let parameters: [(name: String, value: String)]
        let passwords: PasswordList
        /// The address for messages: without password and parameters.
        let name: String

        static let example = "postgres://user@host:5432/database"

        /// - Throws: ``StoreError/cannotOpen(path:cause:)`` that says what is wrong with the URL.
        init(url: String, passwords: [Secret] = []) throws(StoreError) {
            let parser: PostgreSQLURL
            do { parser = try PostgreSQLURL(url) } catch {
                throw .cannotOpen(path: "postgres:", cause: "\(error.message); write it as \(Self.example)")
            }
            name = parser.name
            parameters = parser.parameters
            self.passwords = PasswordList(passwords)
        }
    }

    extension PostgreSQLAddress {
        /// The command that makes a backup of the database; it asks for the password, or takes `PGPASSWORD`.
        func dumpCommand(to path: String) -> String {
            let target = parameters.map { "\($0.name)=\(Self.connectionValue($0.value))" }.joined(separator: " ")
            return "(umask 077; pg_dump --format=custom --file=\(Self.quoted(path)) \(Self.quoted(target)))"
        }

        /// A value of a connection string (libpq's documentation, 34.1.1.1).
        private static func connectionValue(_ text: String) -> String {
            let isPlain =
                !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./".contains($0)) }
            guard !isPlain else { return text }
            return "'" + text.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined() + "'"
        }

        /// A word of a shell.
        private static func quoted(_ text: String) -> String {
            "'" + text.map { $0 == "'" ? "'\\''" : "\($0)" }.joined() + "'"
        }
    }
#endif
