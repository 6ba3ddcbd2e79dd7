/// Something in bytes that has the shape of a key.
struct KeySighting: Sendable {
    enum Kind: Sendable {
        case live
        /// A key to a service's test mode.
        case test
        /// It has a key's shape but not the checksum that every such key has.
        case wrongChecksum
        case privateKey
        case webToken
        /// A URL with a password in front of the host.
        case urlPassword
    }

    /// What it is: `an OpenAI API key`.
    var name: String
    var kind: Kind
    var range: Range<Int>
    /// The characters that all keys of the kind begin with; they may be shown.
    var prefix = ""
}
