internal import DoorwardGateway
internal import DoorwardProviders

/// Gives the gate the tokens that users' providers gave for calls of the API.
struct UserTokens: UserCredentialSource {
    let keeper: ProviderTokenKeeper

    func cached(ofUser id: String, now: Int64) -> UserCredential? {
        guard case .token(let text, _) = keeper.cached(ofUser: id, now: now) else { return nil }
        return UserCredential(token: Array(text.utf8))
    }

    func credential(ofUser id: String, now: Int64) async -> UserCredentialAnswer {
        switch await keeper.accessToken(ofUser: id) {
        case .token(let text, _): .token(Array(text.utf8))
        case .none: .missing
        case .ended: .ended
        case .unavailable: .unavailable
        }
    }
}
