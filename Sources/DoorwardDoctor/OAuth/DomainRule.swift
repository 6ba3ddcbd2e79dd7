internal import DoorwardDocuments

/// Which hosts may be part of the sign-in for an action: those of the API's own domain, and a few large ones.
enum DomainRule {
    private static let exceptions = [
        "google.com", "googleapis.com", "microsoft.com", "microsoftonline.com", "live.com", "adobe.com",
        "adobelogin.com",
    ]

    static func isAllowed(_ address: WebAddress, forAPIAt base: WebAddress) -> Bool {
        if address.host == base.host || (address.isLoopback && base.isLoopback) { return true }
        if exceptions.contains(where: { address.isHost(equalToOrUnder: $0) }) { return true }
        return domain(of: address.host) == domain(of: base.host)
    }

    /// What somebody has registered: two labels, or three below endings such as `co.uk`. A rule of thumb.
    static func domain(of host: String) -> String {
        let labels = host.split(separator: ".")
        guard labels.count > 2 else { return host }
        let second = labels[labels.count - 2]
        let isShortEnding = labels[labels.count - 1].utf8.count == 2 && second.utf8.count <= 3
        return labels.suffix(isShortEnding ? 3 : 2).joined(separator: ".")
    }

    /// The same, but for addresses of machines, which are whole.
    static func site(of host: String) -> String {
        let isNumber = host.contains(":") || host.split(separator: ".").last?.allSatisfy(\.isNumber) == true
        return isNumber ? host : domain(of: host)
    }
}
