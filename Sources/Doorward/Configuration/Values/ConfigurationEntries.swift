/// What a key that takes a map is read into: values by names of the user's own choice.
protocol ConfigurationEntries<Value> {
    associatedtype Value

    subscript(name: String) -> Value? { get set }

    /// The entries in the order in which they are shown.
    var shown: [(name: String, value: Value)] { get }
}

extension Dictionary: ConfigurationEntries where Key == String {
    var shown: [(name: String, value: Value)] { sorted { $0.key < $1.key }.map { ($0.key, $0.value) } }
}
