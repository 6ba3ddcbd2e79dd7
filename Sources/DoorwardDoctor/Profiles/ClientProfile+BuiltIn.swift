extension ClientProfile {
    /// The profiles that come along, in the order in which `--as all` goes through them.
    public static let builtIn: [ClientProfile] = files.compactMap { try? ClientProfile(reading: $0.bytes) }

    /// The built-in profile of a name; nil when there is none.
    public static func named(_ name: String) -> ClientProfile? { builtIn.first { $0.name == name } }

    /// The file of a built-in profile, comments and all, to start an own one from; nil when there is none.
    public static func text(ofBuiltIn name: String) -> String? {
        files.first { $0.name == name }.map { String(decoding: $0.bytes, as: UTF8.self) }
    }

    static let files: [(name: String, bytes: [UInt8])] = [
        ("chatgpt-plugin", PackageResources.chatgpt_plugin_yaml),
        ("gpt-action", PackageResources.gpt_action_yaml),
        ("chatgpt-app", PackageResources.chatgpt_app_yaml),
        ("claude", PackageResources.claude_yaml),
        ("claude-code", PackageResources.claude_code_yaml),
        ("cursor", PackageResources.cursor_yaml),
        ("vscode", PackageResources.vscode_yaml),
    ]
}
