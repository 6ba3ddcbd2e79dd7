/// Where Vault or OpenBao is and how to log in there. What is `nil` comes from the variables that Vault's and OpenBao's
/// own tools read, so an empty value is right on a machine where those work.
public struct VaultSettings: Sendable, Equatable {
    /// How the token that goes with every request is got.
    public enum Login: String, Sendable, CaseIterable {
        /// A token given: `VAULT_TOKEN`, `BAO_TOKEN`, or the file `~/.vault-token`.
        case token
        /// A role id and a secret id.
        case approle
        /// The token of the pod's service account.
        case kubernetes
        /// A JWT out of a file, of an issuer that Vault trusts.
        case jwt
    }

    /// `https://vault.example.com:8200`; else `VAULT_ADDR` or `BAO_ADDR`.
    public var address: String?
    /// `team/app`; else `VAULT_NAMESPACE` or `BAO_NAMESPACE`; else none.
    public var namespace: String?
    /// Else `token` when there is one, else by what is set: `approle` by a role id, `jwt` by a JWT's file, `kubernetes`
    /// by a role.
    public var login: Login?
    /// Where the login method is mounted below `auth/`; else the method's name.
    public var loginMount: String?
    /// The role of `kubernetes` and `jwt`.
    public var role: String?
    /// The role id of `approle`; else `VAULT_ROLE_ID`.
    public var roleID: String?
    /// The file with the secret id of `approle`, read anew for each login; else `VAULT_SECRET_ID`; else none is sent.
    public var secretIDFile: String?
    /// The file with the JWT, read anew for each login; for `kubernetes` else ``serviceAccountFile``.
    public var jwtFile: String?

    /// Where Kubernetes mounts a service account's token.
    public static let serviceAccountFile = "/var/run/secrets/kubernetes.io/serviceaccount/token"

    public init(
        address: String? = nil, namespace: String? = nil, login: Login? = nil, loginMount: String? = nil,
        role: String? = nil, roleID: String? = nil, secretIDFile: String? = nil, jwtFile: String? = nil
    ) {
        self.address = address
        self.namespace = namespace
        self.login = login
        self.loginMount = loginMount
        self.role = role
        self.roleID = roleID
        self.secretIDFile = secretIDFile
        self.jwtFile = jwtFile
    }

    /// The settings with what is `nil` taken from variables.
    func filled(from surroundings: SourceSurroundings) -> VaultSettings {
        var filled = self
        filled.address = address ?? surroundings.variable("VAULT_ADDR") ?? surroundings.variable("BAO_ADDR")
        filled.namespace =
            namespace ?? surroundings.variable("VAULT_NAMESPACE") ?? surroundings.variable("BAO_NAMESPACE")
        filled.roleID = roleID ?? surroundings.variable("VAULT_ROLE_ID")
        return filled
    }
}
