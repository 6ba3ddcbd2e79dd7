/// Why a file was not written; the old one, if any, is untouched.
public enum AtomicFileError: Error, Sendable, Equatable {
    /// `createNew` found something there.
    case exists(path: String)
    /// The path is a symbolic link; writing would cut it or change a file elsewhere.
    case symbolicLink(path: String)
    /// The path is a directory, a socket, a device.
    case notAFile(path: String)
    /// The system refused; `cause` is its own message.
    case failed(path: String, cause: String)
}

extension AtomicFileError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .exists(let path): "\(path) exists already and is not overwritten; move it away first"
        case .symbolicLink(let path): "\(path) is a symbolic link; name the file it points to"
        case .notAFile(let path): "\(path) is not a regular file; name another path"
        case .failed(let path, let cause): "cannot write \(path): \(cause)"
        }
    }
}
