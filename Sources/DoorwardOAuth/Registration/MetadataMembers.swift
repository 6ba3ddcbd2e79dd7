import DoorwardJOSE

/// Reads members of client metadata by their kind. `null`, an empty text and an empty list are as good as absent
/// (RFC 7592 §2.2); what is refused is named by the member alone, never by its value.
struct MetadataMembers {
    /// The most elements of a list.
    static let longestList = 100

    let object: JOSEObject

    static func invalid(_ name: String, _ rule: String) -> Rejection { .clientMetadataInvalid("\(name) \(rule)") }

    /// A text that can be shown: no control characters and nothing that turns the direction of writing around.
    func text(_ name: String, limit: Int = 256) throws(Rejection) -> String? {
        switch object[name] {
        case nil, .null: return nil
        case .string(let text):
            if text.isEmpty { return nil }
            guard text.utf8.count <= limit else { throw Self.invalid(name, "must have at most \(limit) bytes") }
            guard ShownName.isPlain(text) else {
                throw Self.invalid(name, "must not have control or direction characters")
            }
            return text
        default: throw Self.invalid(name, "must be a string")
        }
    }

    /// A list of texts; each is compared, none is shown.
    func texts(_ name: String) throws(Rejection) -> [String]? {
        guard let value = object[name], value != .null else { return nil }
        guard let texts = value.strings else { throw Self.invalid(name, "must be an array of strings") }
        guard texts.count <= Self.longestList else {
            throw Self.invalid(name, "must have at most \(Self.longestList) elements")
        }
        return texts.isEmpty ? nil : texts
    }

    func flag(_ name: String) throws(Rejection) -> Bool {
        switch object[name] {
        case nil, .null: return false
        case .bool(let truth): return truth
        default: throw Self.invalid(name, "must be true or false")
        }
    }

    /// A web address that people could be sent to. One with http is sound, and left out: nobody is sent there.
    func address(_ name: String) throws(Rejection) -> String? {
        guard let text = try text(name, limit: 2048) else { return nil }
        guard let parts = URIParts(text), parts.scheme == "https" || parts.scheme == "http",
            let host = parts.host, HostName.isSound(host), !host.isEmpty, parts.userinfo == nil
        else { throw Self.invalid(name, "must be a web address such as https://app.example/") }
        return parts.scheme == "https" ? text : nil
    }

    /// The address of a JWK Set, which is fetched: https, without a fragment.
    func keysAddress(_ name: String) throws(Rejection) -> String? {
        guard let text = try text(name, limit: 2048) else { return nil }
        guard let parts = URIParts(text), parts.scheme == "https", let host = parts.host, !host.isEmpty,
            HostName.isSound(host), parts.userinfo == nil, parts.fragment == nil
        else { throw Self.invalid(name, "must be an https address without a fragment") }
        if let port = parts.port, !URIParts.isUsablePort(Substring(port)) {
            throw Self.invalid(name, "must have a port from 1 to 65535, or none")
        }
        return text
    }
}
