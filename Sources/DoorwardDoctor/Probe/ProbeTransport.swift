/// How an examination reaches the outside world.
///
/// It never follows a redirect, keeps no cookies, and tells failures as values: what went wrong is what an
/// examination wants to know.
public protocol ProbeTransport: Sendable {
    func send(_ request: ProbeRequest) async -> Result<ProbeResponse, ProbeFailure>

    /// The addresses of a host, as texts.
    func addresses(of host: String) async -> Result<[String], ProbeFailure>

    /// Shakes hands without trusting anybody, to see what is there.
    func handshake(host: String, port: Int) async -> Result<TLSReport, ProbeFailure>

    /// Whether the server accepts a handshake in TLS 1.1 or older and nothing newer; false also when that cannot be
    /// told.
    func acceptsOnlyOldTLS(host: String, port: Int) async -> Bool

    /// Whether a host is reached at an address that the person gave, not where its name leads.
    func isMapped(host: String, port: Int) -> Bool
}
