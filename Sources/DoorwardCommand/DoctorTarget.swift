internal import DoorwardDocuments

/// The address that a person typed.
enum DoctorTarget {
    /// A URL, or a host without a scheme, which means https except on this machine.
    static func parse(_ text: String) throws -> WebAddress {
        let trimmed = String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        if let address = WebAddress(trimmed) {
            guard ["http", "https"].contains(address.scheme) else {
                throw CommandFailure("'\(trimmed)' is not an http or https address")
            }
            guard address.userInfo == nil else {
                throw CommandFailure("the address holds a user name or password; take it out, and see --secret-from")
            }
            return address
        }
        guard !trimmed.contains("://"), let host = WebAddress("https://" + trimmed) else {
            throw CommandFailure("'\(trimmed)' is not an address; write it like https://api.example.com")
        }
        return host.isLoopback ? WebAddress("http://" + trimmed) ?? host : host
    }
}
