/// Finds the addresses of a name.
public protocol AddressResolver: Sendable {
    /// All addresses of a name, in the order in which they should be tried.
    ///
    /// It is asked once for each fetch, and what it says is final.
    ///
    /// - Throws: ``FetchFailure/unreachable(_:)`` when the name has none.
    func addresses(of name: String) async throws(FetchFailure) -> [HostAddress]
}
