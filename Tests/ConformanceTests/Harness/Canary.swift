import Testing

/// What must never be in anything that a door writes for its operators.
///
/// Doorward's own secrets are known by their prefixes; whatever the tests make up holds ``mark``.
enum Canary {
    /// In every password, state and code verifier of these tests.
    static let mark = "canary"

    /// A text that nobody else has, of letters and digits.
    static func text(_ kind: String, letters count: Int = 24) -> String {
        let alphabet = Array("abcdefghijklmnopqrstuvwxyz0123456789")
        return "\(kind)-\(mark)-" + String((0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count)] })
    }

    /// Checks a log.
    static func check(_ output: String, of name: String) {
        let found = findings(in: output)
        #expect(found.isEmpty, "\(name) wrote secrets: \(found.prefix(5))")
    }

    /// The lines with a secret in them.
    static func findings(in output: String) -> [Substring] {
        let prefixes = ["dwc_", "dwr_", "dws_", "dwf_", "dwi_", "dwb_", "dwcs_", "dwk_", "eyJ", mark]
        return output.split(separator: "\n").filter { line in
            prefixes.contains { prefix in
                guard line.utf8.count >= 20, line.contains(prefix) else { return false }
                return prefix == mark || holdsSecret(line, prefix)
            }
        }
    }

    /// Whether something long enough for a secret follows the prefix: 128 bits and more.
    private static func holdsSecret(_ line: Substring, _ prefix: String) -> Bool {
        line.ranges(of: prefix).contains { range in
            line[range.upperBound...].prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }.count
                >= 22
        }
    }
}
