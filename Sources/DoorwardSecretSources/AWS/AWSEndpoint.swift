internal import DoorwardSecrets

/// Where a service of AWS is asked.
///
/// Source: AWS SDKs and Tools Reference Guide, "Service-specific endpoints"; AWS General Reference, "Service endpoints".
struct AWSEndpoint {
    /// The service's name in addresses and signatures: `secretsmanager`, `ssm`, `sts`.
    let service: String
    let region: String
    let url: String

    /// - Parameter surroundings: `AWS_ENDPOINT_URL_…` and `AWS_ENDPOINT_URL` say where the service is, if not at AWS's.
    init(
        _ service: String, variable: String, region: String, in surroundings: SourceSurroundings
    ) throws(SecretSourceError) {
        guard Self.isRegion(region) else {
            throw .badReference(reason: "the region is not one; write one such as eu-central-1")
        }
        self.service = service
        self.region = region
        let isIgnored = surroundings.variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS")?.lowercased() == "true"
        let name = [variable, "AWS_ENDPOINT_URL"].first { surroundings.variable($0) != nil }
        guard !isIgnored, let name, let value = surroundings.variable(name) else {
            url = "https://\(service).\(region).\(Self.domain(of: region))/"
            return
        }
        let address = AWSAddress(value)
        guard ["http", "https"].contains(address.scheme), address.plainHost != nil, address.query.isEmpty,
            value.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") })
        else {
            throw .badReference(reason: "\(name) is not an address; write http://HOST:PORT or https://HOST")
        }
        url = value.hasSuffix("/") ? value : value + "/"
    }

    /// The domain of the partition that a region is in.
    private static func domain(of region: String) -> String {
        let domains = [
            ("cn-", "amazonaws.com.cn"), ("us-isof-", "csp.hci.ic.gov"), ("us-isob-", "sc2s.sgov.gov"),
            ("us-iso-", "c2s.ic.gov"), ("eu-isoe-", "cloud.adc-e.uk"), ("eusc-", "amazonaws.eu"),
        ]
        return domains.first { region.hasPrefix($0.0) }?.1 ?? "amazonaws.com"
    }

    /// Whether a text is written as regions are: small letters, digits and hyphens.
    static func isRegion(_ text: some StringProtocol) -> Bool {
        (1...32).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
            }
    }
}
