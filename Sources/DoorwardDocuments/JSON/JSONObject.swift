/// The members of a JSON object, in order, each name once.
///
/// Names are compared byte for byte, not by Unicode equivalence. Finding a member takes constant time in large objects.
public struct JSONObject: Sendable {
    /// One member of an object.
    public typealias Member = (key: String, value: JSONValue)

    /// The members in the order of the document.
    public private(set) var members: [Member] = []
    /// Places by name; kept only once there are enough members for a search from the front to be slow.
    private var places: [JSONKey: Int]?

    private static let indexedFrom = 16

    /// Makes an empty object.
    public init() {}

    /// Makes an object of these members; of members with the same name the last one counts, in the place of the first.
    public init(_ members: some Sequence<(String, JSONValue)>) {
        for (key, value) in members { self[key] = value }
    }

    public var count: Int { members.count }
    public var isEmpty: Bool { members.isEmpty }
    public var keys: [String] { members.map(\.key) }

    public func contains(_ key: String) -> Bool { place(of: key) != nil }

    /// Reads, replaces (in its place), appends, or with nil removes the member of that name.
    public subscript(key: String) -> JSONValue? {
        get { place(of: key).map { members[$0].value } }
        set {
            guard let newValue else {
                removeValue(forKey: key)
                return
            }
            if let place = place(of: key) {
                members[place].value = newValue
            } else {
                append(key, newValue)
            }
        }
    }

    /// Takes the member of that name out; the others keep their order.
    @discardableResult
    public mutating func removeValue(forKey key: String) -> JSONValue? {
        guard let place = place(of: key) else { return nil }
        let removed = members.remove(at: place).value
        reindex()
        return removed
    }

    /// Puts a member directly after the one named `other`, or at the end where there is no such member.
    ///
    /// A member that is there already is replaced in its place.
    public mutating func insert(_ value: JSONValue, forKey key: String, after other: String) {
        guard !contains(key), let place = place(of: other) else {
            self[key] = value
            return
        }
        members.insert((key, value), at: place + 1)
        reindex()
    }

    /// Adds a member at the end unless there is one of that name; says whether it was added.
    mutating func appendIfNew(_ key: String, _ value: JSONValue) -> Bool {
        guard place(of: key) == nil else { return false }
        append(key, value)
        return true
    }

    /// Replaces every value by what the closure makes of it; nil takes the member out.
    mutating func updateValues(_ transform: (String, JSONValue) -> JSONValue?) {
        members = members.compactMap { member in transform(member.key, member.value).map { (member.key, $0) } }
        reindex()
    }

    private mutating func append(_ key: String, _ value: JSONValue) {
        members.append((key, value))
        if places != nil {
            places?[JSONKey(key)] = members.count - 1
        } else if members.count >= Self.indexedFrom {
            reindex()
        }
    }

    private func place(of key: String) -> Int? {
        if let places { return places[JSONKey(key)] }
        let wanted = JSONKey(key)
        return members.firstIndex { JSONKey($0.key) == wanted }
    }

    private mutating func reindex() {
        guard members.count >= Self.indexedFrom else {
            places = nil
            return
        }
        var places = [JSONKey: Int](minimumCapacity: members.count)
        for (place, member) in members.enumerated() { places[JSONKey(member.key)] = place }
        self.places = places
    }
}

extension JSONObject: Equatable {
    public static func == (left: JSONObject, right: JSONObject) -> Bool {
        left.members.count == right.members.count
            && zip(left.members, right.members).allSatisfy {
                JSONKey($0.key) == JSONKey($1.key) && $0.value == $1.value
            }
    }
}

/// A member's name compared byte for byte: `String` takes texts for equal that JSON (RFC 8259 section 8.3) tells apart.
struct JSONKey: Hashable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (left: JSONKey, right: JSONKey) -> Bool {
        left.text.utf8.count == right.text.utf8.count && left.text.utf8.elementsEqual(right.text.utf8)
    }

    func hash(into hasher: inout Hasher) {
        let fast: Void? = text.utf8.withContiguousStorageIfAvailable {
            hasher.combine(bytes: UnsafeRawBufferPointer($0))
        }
        if fast == nil { for byte in text.utf8 { hasher.combine(byte) } }
    }
}
