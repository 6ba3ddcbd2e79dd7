internal import DoorwardJOSE

/// A member of a member of a JSON object, by names with dots between them.
enum MemberPath {
    /// The value at a path; a member whose own name is the whole path comes first, because names may have dots.
    static func value(_ path: String, in object: JOSEObject) -> JOSEValue? {
        if let value = object[path] { return value }
        var current = object
        let names = path.split(separator: ".", maxSplits: 15, omittingEmptySubsequences: false)
        for name in names.dropLast() {
            guard let next = current[String(name)]?.object else { return nil }
            current = next
        }
        return names.last.flatMap { current[String($0)] }
    }
}
