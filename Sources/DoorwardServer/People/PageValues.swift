import Mustache

/// What a page shows, by the names that its template uses.
struct PageValues: Sendable, MustacheParent, ExpressibleByDictionaryLiteral {
    enum Value: Sendable {
        case text(String)
        case flag(Bool)
        case list([PageValues])
    }

    private var values: [String: Value]

    init(dictionaryLiteral elements: (String, Value)...) {
        values = Dictionary(elements, uniquingKeysWith: { _, last in last })
    }

    subscript(name: String) -> Value? {
        get { values[name] }
        set { values[name] = newValue }
    }

    func child(named key: String) -> Any? {
        switch values[key] {
        case .text(let text): text
        case .flag(let flag): flag
        case .list(let list): list
        case nil: nil
        }
    }
}

extension PageValues.Value: ExpressibleByStringInterpolation, ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral {
    init(stringLiteral value: String) { self = .text(value) }
    init(booleanLiteral value: Bool) { self = .flag(value) }
    init(arrayLiteral elements: PageValues...) { self = .list(elements) }

    /// A text that may be absent; a section of it is left out then, and is shown once with it otherwise.
    static func optional(_ text: String?) -> Self {
        .list(text.map { [["value": .text($0)]] } ?? [])
    }
}
