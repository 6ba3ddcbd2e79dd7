/// The version of Doorward.
public enum DoorwardVersion {
    public static let text = "0.1.0"
}
