/// What redirect URIs clients of a profile may register.
public struct RedirectRules: Sendable, Equatable {
    /// Whether there may be any.
    public var areAllowed: Bool
    /// Whether the two callbacks of ChatGPT may be registered by the id of a plugin or GPT.
    public var allowAssistants: Bool
    /// Whether private-use schemes may be registered (RFC 8252 §7.1).
    public var allowPrivateUse: Bool
    /// The only private-use schemes that there may be; nil for domain names backwards and the well-known ones.
    public var privateUseSchemes: Set<String>?

    public init(
        areAllowed: Bool = true, allowAssistants: Bool = false, allowPrivateUse: Bool = false,
        privateUseSchemes: Set<String>? = nil
    ) {
        self.areAllowed = areAllowed
        self.allowAssistants = allowAssistants
        self.allowPrivateUse = allowPrivateUse
        self.privateUseSchemes = privateUseSchemes
    }

    /// Schemes without a dot that well-known applications use all the same.
    public static let knownPrivateUseSchemes: Set<String> = [
        "cursor", "vscode", "vscode-insiders", "windsurf", "zed", "claude", "raycast", "warp", "kiro", "goose",
    ]
}
