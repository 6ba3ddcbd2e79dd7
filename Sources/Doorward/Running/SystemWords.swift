internal import NIOCore

/// Errors and addresses of the system in a person's words.
enum SystemWords {
    static func `for`(_ error: any Error) -> String {
        guard let error = error as? IOError else { return String(describing: error) }
        // "bind(descriptor:ptr:bytes:): Address already in use (errno: 98)": only the middle is for people.
        var text = error.description
        if let colon = text.firstRange(of: "): ") { text = String(text[colon.upperBound...]) }
        if let parenthesis = text.firstRange(of: " (errno") { text = String(text[..<parenthesis.lowerBound]) }
        while text.hasSuffix(")") { text.removeLast() }
        return text
    }

    static func address(_ address: SocketAddress) -> String {
        guard let host = address.ipAddress, let port = address.port else { return address.description }
        return host.utf8.contains(0x3A) ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
}
