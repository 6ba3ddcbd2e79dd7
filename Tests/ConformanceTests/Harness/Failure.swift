import Glibc

/// Something in the harness, not in the gate, went wrong; or the gate did not do what every test presumes.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }

    /// The failed system call with the reason the system gives.
    static func system(_ call: String) -> Failure { Failure("\(call): \(String(cString: strerror(errno)))") }
}
