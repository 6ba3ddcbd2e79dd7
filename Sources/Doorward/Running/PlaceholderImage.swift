internal import DoorwardServer

/// The picture that is published where the configuration names none, for those who want it as a file.
public enum PlaceholderImage {
    /// A PNG of 512 by 512 pixels.
    public static var png: [UInt8] { PlaceholderLogo.png }
}
