/// What redirect URIs clients of a profile may register.
public struct RedirectRules: Sendable, Equatable {
    /// Whether there may be any.
    public var areAllowed: Bool
    /// Whether the two callbacks of ChatGPT may be registered by the id of a plugin or GPT.
    public var allowAssistants: Bool
    /// Whether private-use schemes may be registered (RFC 8252 §7.1).
    public var allowPrivateUse: Bool

    public init(areAllowed: Bool = true, allowAssistants: Bool = false, allowPrivateUse: Bool = false) {
        self.areAllowed = areAllowed
        self.allowAssistants = allowAssistants
        self.allowPrivateUse = allowPrivateUse
    }

    /// Schemes without a dot that well-known applications use all the same.
    public static let knownPrivateUseSchemes: Set<String> = [
        "cursor", "vscode", "vscode-insiders", "windsurf", "zed", "claude", "raycast", "warp", "kiro", "goose",
    ]
}
