internal import NIOSSL

/// Whether a certificate is for a name, by its names of hosts alone (RFC 9525 section 6).
///
/// The check of the TLS library is satisfied by a certificate for the *address* of the other side too. Whoever can make a
/// name point to their own address would need nothing more than a certificate for that.
enum CertificateName {
    static func matches(_ certificate: NIOSSLCertificate, _ name: String) -> Bool {
        certificate._subjectAlternativeNames().contains { alternative in
            alternative.nameType == .dnsName && matches(String(decoding: alternative.contents, as: UTF8.self), name)
        }
    }

    /// A wildcard is the whole of the first label, and stands for one label (RFC 9525 section 6.3).
    ///
    /// - Parameter name: in lower case.
    static func matches(_ presented: String, _ name: String) -> Bool {
        let pattern = presented.lowercased()
        guard pattern.hasPrefix("*.") else { return pattern == name }
        guard let dot = name.utf8.firstIndex(of: UInt8(ascii: ".")), dot != name.startIndex else { return false }
        let rest = pattern.dropFirst()
        return rest.utf8.count > 1 && !rest.contains("*") && rest == name[dot...]
    }
}
