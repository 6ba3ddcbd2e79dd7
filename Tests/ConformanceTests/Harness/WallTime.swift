import Glibc

/// The time as it stands in tokens.
enum WallTime {
    static var seconds: Int { time(nil) }
}
