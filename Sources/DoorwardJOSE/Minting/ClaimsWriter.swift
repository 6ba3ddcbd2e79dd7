/// Writes the JSON object of a token's claims, member by member, into one buffer.
///
/// The caller sees to it that no name is written twice.
public struct ClaimsWriter: Sendable {
    private var buffer: [UInt8]

    /// - Parameter capacity: bytes to reserve.
    public init(reservingCapacity capacity: Int = 512) {
        buffer = []
        buffer.reserveCapacity(capacity)
        buffer.append(UInt8(ascii: "{"))
    }

    /// Adds a string.
    public mutating func add(_ name: String, _ text: String) {
        addName(name)
        JSONWriter.append(text, to: &buffer)
    }

    /// Adds an integer, such as a time in Unix seconds.
    public mutating func add(_ name: String, _ number: Int64) {
        addName(name)
        JSONWriter.append(number, to: &buffer)
    }

    /// Adds a truth value.
    public mutating func add(_ name: String, _ truth: Bool) {
        addName(name)
        JSONWriter.append(.bool(truth), to: &buffer)
    }

    /// Adds an array of strings.
    public mutating func add(_ name: String, _ texts: [String]) {
        addName(name)
        JSONWriter.append(texts, brackets: (UInt8(ascii: "["), UInt8(ascii: "]")), to: &buffer) {
            JSONWriter.append($0, to: &$1)
        }
    }

    /// Adds any value.
    public mutating func add(_ name: String, _ value: JOSEValue) {
        addName(name)
        JSONWriter.append(value, to: &buffer)
    }

    /// The object so far, closed.
    public var bytes: [UInt8] {
        var bytes = buffer
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }

    private mutating func addName(_ name: String) {
        if buffer.count > 1 { buffer.append(UInt8(ascii: ",")) }
        JSONWriter.append(name, to: &buffer)
        buffer.append(UInt8(ascii: ":"))
    }
}
