import DoorwardSecrets
import DoorwardTesting

extension PostgreSQLCluster {
    /// The password as stores take it.
    var secret: Secret { Secret(utf8: password) }
}
