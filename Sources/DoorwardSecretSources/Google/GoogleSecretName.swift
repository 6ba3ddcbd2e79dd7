internal import DoorwardSecrets

/// The parts of `gcp-sm://PROJECT/NAME[/VERSION][?location=REGION][#member]`.
struct GoogleSecretName: Sendable {
    let project: String
    let location: String?
    let secret: String
    /// A number, `latest` or an alias; `nil` for the newest enabled and the one before.
    let version: String?
    let member: String?

    private static let form =
        "write gcp-sm://PROJECT/NAME, gcp-sm://PROJECT/NAME/VERSION or "
        + "gcp-sm://PROJECT/NAME?location=europe-west3, each with #member behind it where the value is a JSON object"

    init(_ reference: SecretReference) throws(SecretSourceError) {
        let parts = reference.location.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard reference.description.hasPrefix("gcp-sm://"), parts.count == 2 || parts.count == 3 else {
            throw .badReference(reason: "this is no reference to Google's Secret Manager; \(Self.form)")
        }
        for option in reference.options where option.name != "location" {
            throw .badReference(reason: "gcp-sm knows one option, location; \(Self.form)")
        }
        guard Self.isProject(parts[0]) else {
            throw .badReference(reason: "the first part has to be the ID or the number of a project; \(Self.form)")
        }
        guard Self.isWord(parts[1], limit: 255) else {
            throw .badReference(
                reason: "a secret's name has 1 to 255 letters, digits, hyphens and underscores; \(Self.form)")
        }
        if parts.count == 3, !Self.isWord(parts[2], limit: 63) {
            throw .badReference(reason: "a version is a number, latest or an alias; \(Self.form)")
        }
        let location = reference.option("location")
        if let location, !Self.isLocation(location) {
            throw .badReference(reason: "a location is a region such as europe-west3; \(Self.form)")
        }
        if let member = reference.fragment, member.isEmpty {
            throw .badReference(reason: "nothing follows the #; \(Self.form)")
        }
        project = parts[0]
        secret = parts[1]
        version = parts.count == 3 ? parts[2] : nil
        self.location = location
        member = reference.fragment
    }

    /// `/v1/projects/P/secrets/S` or `/v1/projects/P/locations/L/secrets/S`.
    var path: String {
        "/v1/projects/\(project)\(location.map { "/locations/\($0)" } ?? "")/secrets/\(secret)"
    }

    /// Where the service answers ("Secret Manager endpoints"; regional secrets have a host for each region).
    func endpoint(_ surroundings: SourceSurroundings) throws(SecretSourceError) -> GoogleAddress {
        let variable = "CLOUDSDK_API_ENDPOINT_OVERRIDES_SECRETMANAGER"
        let written =
            surroundings.variable(variable)
            ?? location.map { "https://secretmanager.\($0).rep.googleapis.com" }
            ?? "https://secretmanager.googleapis.com"
        guard let address = GoogleAddress(written), !written.contains("?") else {
            throw .badReference(reason: "\(variable) has to be an https address (http only for this machine)")
        }
        return address
    }

    /// An ID such as `my-project` or `example.com:my-project`, or a number.
    static func isProject(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { isLowerOrDigit($0) || "-.:".utf8.contains($0) }
            && text.utf8.first.map(isLowerOrDigit) == true
    }

    private static func isLocation(_ text: String) -> Bool {
        (1...63).contains(text.utf8.count) && text.utf8.allSatisfy { isLowerOrDigit($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isWord(_ text: String, limit: Int) -> Bool {
        (1...limit).contains(text.utf8.count)
            && text.utf8.allSatisfy { isLowerOrDigit($0) || (0x41...0x5A).contains($0) || "-_".utf8.contains($0) }
    }

    private static func isLowerOrDigit(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
    }
}
