/// The clients that every shared door knows.
enum KnownClient: String, CaseIterable, Sendable {
    case web, other, double, spa, native, cursor, plugin, action, resource, machine, reader, asked, undecided, removed

    static let pluginID = "plugin-0a1b2c3d-1111-4222-8333-444455556666"
    static let actionID = "g-abcDEF123"

    var plan: OAuthClientPlan {
        var plan = OAuthClientPlan(name: "The \(rawValue) client", redirects: ["https://\(rawValue).example/cb"])
        switch self {
        case .web: plan.redirects = ["https://web.example/cb?tenant=a%20b&x="]
        case .double: plan.redirects = ["https://double.example/one", "https://double.example/two"]
        case .spa: plan.isPublic = true
        case .native:
            plan.profile = "native"
            plan.isPublic = true
            plan.redirects = [
                "http://127.0.0.1/callback", "http://localhost/callback", "http://[::1]/callback",
                "http://127.0.0.1:33418/fixed?a=1", "com.example.notes:/cb",
            ]
        case .cursor:
            plan.profile = "mcp"
            plan.isPublic = true
            plan.redirects = [
                "cursor://anysphere.cursor-mcp/oauth/callback", "https://www.cursor.com/agents/mcp/oauth/callback",
                "http://localhost:8787/callback",
            ]
        case .plugin:
            plan = OAuthClientPlan(profile: "plugin", name: "The plugin", assistantID: Self.pluginID)
        case .action:
            plan = OAuthClientPlan(profile: "action", name: "The action", assistantID: Self.actionID)
        case .resource: plan = OAuthClientPlan(profile: "resource", name: "The notes API")
        case .machine: plan.redirects = []
        case .reader: plan.scope = "notes:read"
        case .other, .asked, .undecided, .removed: break
        }
        return plan
    }
}
