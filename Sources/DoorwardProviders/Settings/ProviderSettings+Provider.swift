public import DoorwardFetch
public import DoorwardOAuth

extension ProviderSettings {
    /// The provider that these settings describe.
    ///
    /// - Parameters:
    ///   - secrets: the client secrets that are live now, newest first; none for a public client.
    ///   - now: Unix seconds.
    ///   - random: so many bytes that nobody can guess.
    public func provider(
        secrets: @escaping @Sendable () -> [String], fetcher: any DocumentFetching,
        now: @escaping @Sendable () -> Int64, random: @escaping @Sendable (Int) -> [UInt8]
    ) -> any SignInProvider {
        if isOpenID {
            OpenIDProvider(settings: self, secrets: secrets, fetcher: fetcher, now: now, random: random)
        } else {
            OAuth2Provider(settings: self, secrets: secrets, fetcher: fetcher, now: now, random: random)
        }
    }
}
