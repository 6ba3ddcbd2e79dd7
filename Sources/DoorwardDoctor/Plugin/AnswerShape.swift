internal import DoorwardDocuments

/// Compares answers by how they are built: what changes from call to call – numbers of requests, times – is left out.
struct AnswerShape {
    private let value: JSONValue?
    private let body: [UInt8]

    init(_ response: ProbeResponse) {
        body = response.body
        // More than this is no envelope around an error.
        value = response.body.count <= 1 << 20 ? try? JSONValue(parsing: response.body) : nil
    }

    /// Whether this may be the same answer: the same bytes, or JSON with the same members in the same state.
    func isLike(_ other: AnswerShape) -> Bool {
        if body == other.body { return true }
        guard case .object? = value, let value, let second = other.value else { return false }
        return Self.isLike(value, second, depth: 0)
    }

    /// Whether it can be an answer of the operation that gave the other: the same kind, with a member in common.
    func resembles(_ other: AnswerShape) -> Bool {
        switch (value, other.value) {
        case (.object(let object)?, .object(let second)?):
            object.keys.isEmpty || second.keys.isEmpty || !Set(object.keys).isDisjoint(with: second.keys)
        case (.array?, .array?), (nil, nil): true
        case (let value?, let second?): Self.kind(value) == Self.kind(second)
        default: false
        }
    }

    /// Members that tell how a call went.
    private static let states: Set<String> = [
        "code", "status", "statuscode", "status_code", "error", "errorcode", "error_code", "success", "ok", "result",
        "errno", "state",
    ]

    private static func isLike(_ value: JSONValue, _ other: JSONValue, depth: Int) -> Bool {
        guard depth < 4 else { return true }
        switch (value, other) {
        case (.object(let object), .object(let second)):
            guard Set(object.keys) == Set(second.keys) else { return false }
            return object.members.allSatisfy { member in
                guard let twin = second[member.key] else { return false }
                if states.contains(member.key.lowercased()), let text = text(member.value) {
                    return text == self.text(twin)
                }
                return isLike(member.value, twin, depth: depth + 1)
            }
        case (.array(let elements), .array(let second)):
            guard let first = elements.first, let twin = second.first else { return elements.isEmpty == second.isEmpty }
            return isLike(first, twin, depth: depth + 1)
        default: return kind(value) == kind(other)
        }
    }

    private static func kind(_ value: JSONValue) -> Int {
        switch value {
        case .object: 0
        case .array: 1
        case .string: 2
        case .number: 3
        case .bool: 4
        case .null: 5
        }
    }

    private static func text(_ value: JSONValue) -> String? {
        switch value {
        case .string(let text): text
        case .number(let literal): literal
        case .bool(let flag): flag ? "true" : "false"
        case .object, .array, .null: nil
        }
    }
}
