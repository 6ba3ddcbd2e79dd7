/// The scopes that clients can ask for, in the order in which they were declared.
public struct ScopeDeclarations: Sendable, Equatable {
    /// A scope and what it means to people.
    public struct Declaration: Sendable, Equatable {
        /// A scope token (RFC 6749 §3.3).
        public var name: String
        /// What agreeing to it allows, as a sentence.
        public var sentence: String

        public init(name: String, sentence: String) {
            self.name = name
            self.sentence = sentence
        }
    }

    /// Each name once.
    public private(set) var all: [Declaration] = []

    public init() {}

    public var isEmpty: Bool { all.isEmpty }
    public var names: [String] { all.map(\.name) }

    /// The sentence of a scope; setting it declares the scope, or with `nil` takes it out.
    public subscript(name: String) -> String? {
        get { all.first { $0.name == name }?.sentence }
        set {
            let place = all.firstIndex { $0.name == name }
            switch (place, newValue) {
            case (let place?, let sentence?): all[place].sentence = sentence
            case (let place?, nil): all.remove(at: place)
            case (nil, let sentence?): all.append(Declaration(name: name, sentence: sentence))
            case (nil, nil): break
            }
        }
    }
}

extension ScopeDeclarations: ExpressibleByDictionaryLiteral {
    public init(dictionaryLiteral elements: (String, String)...) {
        for (name, sentence) in elements { self[name] = sentence }
    }
}

extension ScopeDeclarations: ConfigurationEntries {
    var shown: [(name: String, value: String)] { all.map { ($0.name, $0.sentence) } }
}
