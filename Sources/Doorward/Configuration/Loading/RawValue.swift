/// A value as a layer said it, before its key gives it a type.
struct RawValue: Sendable, Equatable {
    indirect enum Shape: Sendable, Equatable {
        case null
        case scalar(String)
        case list([RawValue])
        /// Names, where they stand, and values.
        case map([Entry])
    }

    struct Entry: Sendable, Equatable {
        let name: String
        let value: RawValue
        /// Where the name stands.
        let place: ConfigurationOrigin

        /// - Parameter place: where the value stands, unless said.
        init(name: String, value: RawValue, place: ConfigurationOrigin? = nil) {
            self.name = name
            self.value = value
            self.place = place ?? value.origin
        }
    }

    var shape: Shape
    let origin: ConfigurationOrigin

    /// What the shape is called in messages.
    var shapeName: String {
        switch shape {
        case .null: "has no value"
        case .scalar: "is a single value"
        case .list: "is a list"
        case .map: "is a section with keys of its own"
        }
    }
}
