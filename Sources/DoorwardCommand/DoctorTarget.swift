internal import DoorwardDoctor
internal import DoorwardDocuments

/// The address that a person typed.
enum DoctorTarget {
    /// A URL, or a host without a scheme, which means https except on this machine.
    ///
    /// What was typed is not repeated: it may hold a password.
    static func parse(_ text: String) throws -> WebAddress {
        guard let address = Examination.address(typed: text) else {
            throw CommandFailure("that is no http or https address; write it like https://api.example.com")
        }
        guard address.userInfo == nil else {
            throw CommandFailure("the address holds a user name or password; take it out, and see --secret-from")
        }
        return address
    }
}
