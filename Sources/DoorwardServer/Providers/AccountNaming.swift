import DoorwardOAuth
import DoorwardSecrets

/// Makes names for accounts of people who were never asked for one.
enum AccountNaming {
    /// Names in the order in which they are to be tried, the last ones long enough to be free.
    ///
    /// - Parameter email: a verified address; what stands before its `@` is the best name there is.
    static func names(email: String?, provider: String, _ identity: ProviderIdentity) -> [String] {
        var names: [String] = []
        if let base = base(of: email) {
            names.append(base)
            names += (2...5).map { "\(base)-\($0)" }
        }
        // The same person gets the same name wherever it is free.
        let digest = SecretDigest(hashing: Array("\(identity.issuer)\n\(identity.subject)".utf8))
        let hexadecimal = digest.bytes.map { byte in String(byte >> 4, radix: 16) + String(byte & 15, radix: 16) }
            .joined()
        let site = provider.utf8.first == UInt8(ascii: "-") ? "user" : provider
        return names + [8, 16, 31].map { "\(site)-\(hexadecimal.prefix($0))" }
    }

    /// The part of an address before `@`, with what may not stand in a name made a hyphen; nil when little is left.
    private static func base(of email: String?) -> String? {
        guard let email else { return nil }
        var base = ""
        for scalar in email.unicodeScalars.prefix(while: { $0 != "@" }).prefix(40) {
            switch scalar {
            case "a"..."z", "0"..."9", ".", "_": base.unicodeScalars.append(scalar)
            case "+": return AccountName.isAcceptable(base) ? base : nil
            default: if base.last != "-", !base.isEmpty { base.append("-") }
            }
        }
        while base.last == "-" || base.last == "." { base.removeLast() }
        return AccountName.isAcceptable(base) ? base : nil
    }
}
