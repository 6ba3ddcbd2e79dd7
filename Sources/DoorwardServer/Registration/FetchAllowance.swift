/// How often documents and keys may be fetched for somebody at one place whom nobody here knows, and for all of one
/// customer's IPv6 network: the limits of fetching are everybody's, and one must not use them up.
final class FetchAllowance: Sendable {
    private let places = PlaceAllowance(size: 20, seconds: 5)
    private let sites = PlaceAllowance(size: 60, seconds: 2)

    /// Takes one away from what is left for an address; false when nothing is.
    func take(from address: String, at now: Int64) -> Bool {
        guard places.take(ClientNetwork.key(of: address), at: now) else { return false }
        return ClientNetwork.site(of: address).map { sites.take($0, at: now) } ?? true
    }
}
