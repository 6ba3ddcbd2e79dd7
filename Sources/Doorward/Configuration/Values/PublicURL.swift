/// The one address under which assistants know this server.
public enum PublicURL: Sendable, Hashable, CustomStringConvertible {
    /// Said in the configuration; every published document uses exactly this text.
    case fixed(Origin)
    /// Taken from what a trusted proxy on this machine says; for development only.
    case auto

    /// Reads `auto` or an https URL of scheme, host and port only.
    ///
    /// Plain http is read too; that it is for loopback hosts only is a rule of the whole configuration.
    /// - Throws: ``ConfigurationValueError``.
    public init(parsing text: String) throws(ConfigurationValueError) {
        if text == "auto" {
            self = .auto
            return
        }
        let example = "the address such as https://api.example.com, without a path"
        self = .fixed(try Origin(WebURL(parsing: text, example: example), example: example))
    }

    public var description: String {
        switch self {
        case .fixed(let origin): origin.description
        case .auto: "auto"
        }
    }
}

extension PublicURL: ConfigurationText {}
