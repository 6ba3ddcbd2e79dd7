/// Why a configuration file was not edited. The file is unchanged.
public enum ConfigurationEditError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The file cannot be understood, so nothing is changed in it.
    case unreadable(String)
    /// The reference is in the list already.
    case alreadyThere(String)
    /// The reference is not in the list; `known` are those that are.
    case notThere(String, known: [String])
    /// The list is written in a way that cannot be changed safely; these lines say by hand what is wanted.
    case byHand(lines: [String])

    public var description: String {
        switch self {
        case .unreadable(let reason): "the file cannot be edited: \(reason)"
        case .alreadyThere(let reference): "\(reference) is in service.secrets already"
        case .notThere(let reference, let known):
            "\(reference) is not in service.secrets; "
                + (known.isEmpty ? "it has no entries" : "it has \(known.joined(separator: ", "))")
        case .byHand(let lines):
            "service.secrets is written in a way that cannot be changed safely; write by hand:\n"
                + lines.joined(separator: "\n")
        }
    }
}
