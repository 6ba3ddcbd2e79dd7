internal import DoorwardSecrets

/// The region and the name in a reference such as `aws-sm://eu-central-1/chatgpt`.
struct AWSReference {
    let region: String
    let name: String

    /// - Parameters:
    ///   - form: how a reference is written, for the message.
    ///   - options: the names that may follow a question mark.
    ///   - service: the service's name in resource names: `secretsmanager`.
    init(
        _ reference: SecretReference, form: String, options: [String], service: String
    ) throws(SecretSourceError) {
        let refused = { (reason: String) in SecretSourceError.badReference(reason: "\(reason); write \(form)") }
        let slash = reference.location.firstIndex(of: "/") ?? reference.location.endIndex
        region = String(reference.location[..<slash])
        name = String(reference.location[slash...].dropFirst())
        guard AWSEndpoint.isRegion(region) else { throw refused("the region is missing or not one") }
        let isResource = name.hasPrefix("arn:")
        guard (1...2048).contains(name.utf8.count),
            name.utf8.allSatisfy({ byte in
                PercentEncoding.isUnreserved(byte) && byte != UInt8(ascii: "~") || "/+=@".utf8.contains(byte)
                    || isResource && byte == UInt8(ascii: ":")
            })
        else { throw refused("the name is missing, or has a character that no name has") }
        if isResource {
            let parts = name.split(separator: ":", omittingEmptySubsequences: false)
            guard parts.count >= 6, parts[2] == service else {
                throw refused("the name is not that of a \(service) resource")
            }
            guard parts[3] == region else { throw refused("the region is not the one of the resource's name") }
        }
        if let unknown = reference.options.first(where: { !options.contains($0.name) }) {
            let name = unknown.name.utf8.allSatisfy(PercentEncoding.isUnreserved) ? unknown.name : "(unreadable)"
            throw refused("there is no option \(name)")
        }
        guard reference.fragment != "" else { throw refused("nothing follows the #") }
    }
}
