/// What a ``TinyServer`` does wrong: one thing at a time.
enum TinyQuirk: String, CaseIterable, Sendable {
    case none
    case stateMissing, stateEmpty, stateCut, stateUnencoded, stateEncodedTwice, stateEscaped, stateTwice,
        stateInFragment
    case oldHostOnly, newHostOnly, noRedirectKnown
    case otherBodyOnly, otherBodyMeansServerError
    case basicOnly, secretRefused, secretUnknown
    case noRefreshToken, noExpiry, expiryAsText, refreshRefused, refreshedTokenDead, refreshNested
    case status201, status204, nested, htmlTokens, redirectingTokens, noTokenType, oddTokenType, camelCase
    case pkceAtAuthorize, pkceAfterLogin, pkceAtToken, pkceAtTokenLate
    case emptyScopeRefused, missingScopeRefused, noScopeRefused, missingScopeRefusedLate
    case codeTwice, replayIsServerError, anyCode
    case redirectByPrefix, redirectByHost, redirectByPattern, queryIgnored, redirectUnchecked, redirectUncheckedLate
    case redirectIgnoredAtToken, openRedirector
    case swapped, authorizeTwice
    case accessTokenDead

    /// The fault that is named for it; empty for none.
    var fault: String {
        switch self {
        case .none: ""
        case .stateMissing, .stateEmpty, .stateCut, .stateUnencoded, .stateEncodedTwice, .stateEscaped, .stateTwice,
            .stateInFragment:
            "O01"
        case .oldHostOnly, .newHostOnly, .noRedirectKnown: "O02"
        case .otherBodyOnly, .otherBodyMeansServerError: "O03"
        case .basicOnly, .secretRefused, .secretUnknown: "O04"
        case .noRefreshToken, .noExpiry, .expiryAsText, .refreshRefused, .refreshedTokenDead, .refreshNested: "O05"
        case .status201, .status204, .nested, .htmlTokens, .redirectingTokens, .noTokenType, .oddTokenType,
            .camelCase:
            "O06"
        case .pkceAtAuthorize, .pkceAfterLogin, .pkceAtToken, .pkceAtTokenLate: "O07"
        case .emptyScopeRefused, .missingScopeRefused, .noScopeRefused, .missingScopeRefusedLate: "O08"
        case .codeTwice, .replayIsServerError, .anyCode: "O10"
        case .redirectByPrefix, .redirectByHost, .redirectByPattern, .queryIgnored, .redirectUnchecked,
            .redirectUncheckedLate, .redirectIgnoredAtToken, .openRedirector:
            "O11"
        case .swapped, .authorizeTwice: "P12"
        case .accessTokenDead: "A06"
        }
    }

    /// Quirks that only clients with two hosts for callbacks see.
    var needsTwoHosts: Bool { self == .oldHostOnly || self == .newHostOnly }
}
