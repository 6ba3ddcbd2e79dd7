/// The reference of the configuration, made from the table of keys.
public enum ConfigurationReference {
    /// The text of `docs/configuration.md`.
    public static func markdown() -> String {
        introduction + "\n## Keys\n\n" + sections.map(section).joined(separator: "\n") + "\n"
            + identityProviders + "\n" + forms
    }

    private static let introduction = """
        # Configuration

        Doorward reads `doorward.yaml` (another file with `--config`), then environment variables, then flags of the
        command line; what comes later wins: **flag > environment > file > default**. Three keys must be said:
        `public_url`, `upstream.url` and `auth`. `doorward init` writes a file to start from, and `doorward config`
        prints what is in force and where each value came from.

        Every problem is reported at once, with its key, its line, and what would be right; then the exit status is 78
        and nothing is started. An unknown key is an error, and so is an unknown `DOORWARD_…` variable.

        - **Environment:** the name of a key is `DOORWARD_` and its path in capitals, with `_` for `.`. Lists are
          separated by commas and replace the file's list. An entry of a map has its name at the end:
          `DOORWARD_MANIFEST_VERIFICATION_TOKENS_OPENAI`; it replaces that entry only. The maps `oauth.scopes`,
          `scopes` and `identity_providers` are written whole, in YAML, and replace the file's:
          `DOORWARD_OAUTH_SCOPES='{notes:read: Read your notes.}'`.
        - **Relative file names** start from the folder of the configuration file, wherever they were said.
        - **Secrets** are never written here, only where they are kept: `env:NAME` (environment variable), `file:/path`
          (a file that holds nothing else), `dotenv:.env#NAME` (a line of a `.env` file), `systemd:NAME` (a credential
          of the unit).

        """

    private static var sections: [(name: String, keys: [ConfigurationKey])] {
        var sections: [(name: String, keys: [ConfigurationKey])] = [("", [])]
        for key in ConfigurationKey.all {
            let name = key.path.firstIndex(of: ".").map { String(key.path[..<$0]) } ?? ""
            if let index = sections.firstIndex(where: { $0.name == name }) {
                sections[index].keys.append(key)
            } else {
                sections.append((name, [key]))
            }
        }
        return sections
    }

    private static func section(name: String, keys: [ConfigurationKey]) -> String {
        let title = name.isEmpty ? "### Top level" : "### `\(name)`"
        let rows = keys.map { key in
            let variable = key.environmentName + (key.hasVariablePerEntry ? "_NAME" : "")
            let fallback = key.isRequired ? "*must be said*" : "`\(key.defaultText)`"
            return
                "| `\(key.path)` | \(key.kind.inTable) | \(fallback.inTable) | \(key.summary.inTable) "
                + "| `\(variable)` |"
        }
        return "\(title)\n\n| key | takes | default | what for | environment |\n|---|---|---|---|---|\n"
            + rows.joined(separator: "\n") + "\n"
    }

    private static let forms = """
        ## Forms of values

        | form | examples |
        |---|---|
        | size | `32KiB`, `1MB`, `1048576`: a whole number with B, kB, MB, GB, TB or KiB, MiB, GiB, TiB |
        | length of time | `500ms`, `10s`, `2m`, `1h`, `90d`: a whole number and a unit, never a bare number |
        | host:port | `127.0.0.1:8000`, `[::1]:8000`, `localhost:8000` |
        | URL | `https://api.example.com`: ASCII only (punycode for other names), no user name, no fragment |
        | YAML | one document of at most 1 MiB; write text that contains `: ` or ` #` in quotes |

        """
}

extension String {
    /// The text with what would end a cell of a Markdown table escaped.
    var inTable: String { reduce(into: "") { $0 += $1 == "|" ? "\\|" : String($1) } }
}
