internal import DoorwardJOSE
internal import DoorwardSecrets

/// What Secret Manager tells of a version besides its value (REST Resource: projects.secrets.versions).
struct GoogleSecretVersion: Sendable {
    let number: Int64
    let isEnabled: Bool
    /// Unix seconds.
    let created: Int64?

    init(_ object: JOSEObject, place: String) throws(SecretSourceError) {
        guard let name = object["name"]?.string, let number = Self.number(inName: name) else {
            throw .malformed(reason: "\(place) answered with a version without a name that ends in its number")
        }
        guard let state = object["state"]?.string else {
            throw .malformed(reason: "\(place) answered with a version without state")
        }
        self.number = number
        isEnabled = state == "ENABLED"
        created = object["createTime"]?.string.flatMap(InternetTime.timestamp)
    }

    /// The number at the end of `projects/123/secrets/NAME/versions/4`. The project before it is its number, whatever
    /// was asked for.
    static func number(inName name: String) -> Int64? {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 6, parts[parts.count - 2] == "versions", let last = parts.last,
            last.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int64(last), number > 0
        else { return nil }
        return number
    }
}

/// One page of versions (Method: projects.secrets.versions.list), newest first as the service sorts them.
struct GoogleVersionPage: Sendable {
    let versions: [GoogleSecretVersion]
    let nextToken: String?

    init(_ answer: SecretResponse, place: String) throws(SecretSourceError) {
        let object = try JOSEObject(answer.body, place: "the answer of \(place)")
        var versions: [GoogleSecretVersion] = []
        switch object["versions"] {
        case .array(let elements):
            for element in elements {
                guard let version = element.object else {
                    throw .malformed(reason: "\(place) answered with a list of versions that holds something else")
                }
                versions.append(try GoogleSecretVersion(version, place: place))
            }
        case nil: break
        default: throw .malformed(reason: "\(place) answered with versions that are no list")
        }
        let token = object["nextPageToken"]
        if let token, token.string == nil {
            throw .malformed(reason: "\(place) answered with a nextPageToken that is no text")
        }
        self.versions = versions
        nextToken = token?.string.flatMap { $0.isEmpty || $0.utf8.count > 4096 ? nil : $0 }
    }
}
