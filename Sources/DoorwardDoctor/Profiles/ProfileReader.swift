internal import DoorwardDocuments

/// Reads the values of a profile's file, and remembers what is wrong with them.
struct ProfileReader {
    let document: LocatedDocument
    let root: LocatedValue?
    private(set) var problems: [ClientProfileError.Problem] = []

    init(_ document: LocatedDocument) {
        self.document = document
        root = document.root.flatMap { $0.kind == .object ? $0 : nil }
        for problem in document.problems {
            self.problem(at: problem.range.lowerBound, problem.message)
        }
        if root == nil, problems.isEmpty {
            problem(at: 0, "a profile is a list of keys and values, beginning with name, title and surface")
        }
    }

    mutating func problem(_ value: LocatedValue?, _ message: String, atName: Bool = false) {
        let range = value.map { (atName ? $0.nameRange : nil) ?? $0.range }
        problem(at: range?.lowerBound ?? 0, message)
    }

    private mutating func problem(at offset: Int, _ message: String) {
        let (line, column) = document.position(of: offset)
        problems.append(.init(line: line, column: column, message: message))
    }

    /// Tells of members that nobody knows, with the one that was probably meant.
    mutating func checkKeys(of object: LocatedValue, _ known: [String], what: String) {
        for member in object.members {
            guard let name = member.name, !known.contains(name) else { continue }
            let meant = Spelling.meant(by: name, among: known)
            problem(
                member,
                "'\(name)' is none of \(what) keys"
                    + (meant.map { "; did you mean '\($0)'?" } ?? " (\(known.joined(separator: ", ")))"),
                atName: true)
        }
    }

    // MARK: - Single values

    /// A text; numbers and flags count as they are written.
    mutating func text(_ key: String) -> String? {
        guard let value = root?[key], value.kind != .null else { return nil }
        guard let text = value.string ?? value.number ?? value.bool.map({ $0 ? "true" : "false" }) else {
            problem(value, "\(key) is a text, not of kind \(value.kind.rawValue)")
            return nil
        }
        return text
    }

    mutating func required(_ key: String) -> String? {
        if let value = root?[key], value.kind != .null {
            guard let text = text(key) else { return nil }
            if text.isEmpty { problem(value, "\(key) is empty") }
            return text
        }
        problem(at: 0, "\(key) is missing")
        return nil
    }

    mutating func flag(_ key: String) -> Bool? {
        guard let value = root?[key] else { return nil }
        if value.bool == nil { problem(value, "\(key) is true or false") }
        return value.bool
    }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(
        _ key: String, _ type: Choice.Type, required: Bool = false
    ) -> Choice? where Choice.RawValue == String {
        guard let text = required ? self.required(key) : text(key), let value = root?[key] else { return nil }
        return choice(of: text, at: value, key, type)
    }

    private mutating func choice<Choice: RawRepresentable & CaseIterable>(
        of text: String, at value: LocatedValue, _ key: String, _ type: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        if let choice = Choice(rawValue: text) { return choice }
        let all = Choice.allCases.map(\.rawValue)
        let meant = Spelling.meant(by: text, among: all).map { "; did you mean '\($0)'?" } ?? ""
        problem(value, "\(key) is one of \(all.joined(separator: ", ")), not '\(text)'" + meant)
        return nil
    }

    // MARK: - Lists

    /// Texts; one text alone counts as a list of one.
    mutating func texts(_ key: String) -> [String]? {
        located(key).map { $0.map(\.text) }
    }

    private mutating func located(_ key: String) -> [(value: LocatedValue, text: String)]? {
        guard let list = root?[key], list.kind != .null else { return nil }
        let elements = list.kind == .array ? Array(list.elements) : [list]
        return elements.compactMap { element in
            if let text = element.string ?? element.number { return (element, text) }
            problem(element, "\(key) is a list of texts, not of kind \(element.kind.rawValue)")
            return nil
        }
    }

    mutating func choices<Choice: RawRepresentable & CaseIterable>(_ key: String, _ type: Choice.Type) -> [Choice]?
    where Choice.RawValue == String {
        guard let texts = located(key) else { return nil }
        if texts.isEmpty { problem(root?[key], "\(key) is empty; leave it out, or name at least one") }
        return texts.compactMap { choice(of: $0.text, at: $0.value, key, type) }
    }

    mutating func pairs(_ key: String) -> [(name: String, value: LocatedValue, text: String)] {
        guard let object = root?[key], object.kind != .null else { return [] }
        guard object.kind == .object else {
            problem(object, "\(key) is a list of names and texts, not of kind \(object.kind.rawValue)")
            return []
        }
        return object.members.compactMap { member in
            let text = member.string ?? member.number ?? member.bool.map { $0 ? "true" : "false" }
            guard let name = member.name, let text else {
                problem(member, "\(key) is a list of names and texts, not of kind \(member.kind.rawValue)")
                return nil
            }
            return (name, member, text)
        }
    }

    // MARK: - Addresses and times

    private static let placeholders = ["{assistant_id}", "{port}"]

    mutating func address(_ key: String) -> String? {
        guard let text = text(key), let value = root?[key] else { return nil }
        checkAddress(text, at: value, key)
        return text
    }

    mutating func redirectURIs(_ key: String, required: Bool) -> [String] {
        guard let list = located(key), !list.isEmpty else {
            if required { problem(root?[key], "\(key) is missing or empty: an OAuth client has at least one") }
            return []
        }
        for (value, text) in list { checkAddress(text, at: value, key) }
        return list.map(\.text)
    }

    private mutating func checkAddress(_ text: String, at value: LocatedValue, _ key: String) {
        var filled = text
        for placeholder in Self.placeholders { filled = filled.replacing(placeholder, with: "1") }
        if let open = filled.firstIndex(of: "{") {
            let known = Self.placeholders.joined(separator: " and ")
            problem(value, "\(key) has \(filled[open...].prefix(20)), but only \(known) are filled in")
        } else if WebAddress(filled) == nil {
            problem(value, "\(key) is a whole URL with scheme and host, such as https://client.example/callback")
        }
    }

    /// Seconds, in parts where need be.
    mutating func timeouts(document: Int, token: Int, call: Int) -> (
        document: Duration, token: Duration, call: Duration
    ) {
        guard let object = root?["timeouts"], object.kind != .null else {
            return (.seconds(document), .seconds(token), .seconds(call))
        }
        guard object.kind == .object else {
            problem(object, "timeouts is {document: 15, token: 15, call: 45}, in seconds")
            return (.seconds(document), .seconds(token), .seconds(call))
        }
        checkKeys(of: object, ["document", "token", "call"], what: "the timeouts'")
        return (
            seconds(object["document"], document), seconds(object["token"], token), seconds(object["call"], call)
        )
    }

    private mutating func seconds(_ value: LocatedValue?, _ usual: Int) -> Duration {
        guard let value else { return .seconds(usual) }
        guard let number = value.number.flatMap(Double.init), number > 0, number <= 3600 else {
            problem(value, "a timeout is a number of seconds, above 0 and up to 3600")
            return .seconds(usual)
        }
        return .milliseconds(Int(number * 1000))
    }
}
