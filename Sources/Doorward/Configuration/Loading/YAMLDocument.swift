import Yams

/// A YAML text as a tree of nodes, or what is wrong with it.
struct YAMLDocument {
    /// A key that the same mapping says again; in the tree it stands under `alias`, so that both can be looked at.
    struct Duplicate {
        let name: String
        let alias: String
        let position: FilePosition
    }

    struct Failure: Error {
        let position: FilePosition?
        let message: String
        let hint: String
    }

    /// `nil` for a text without content.
    let root: Node?
    let duplicates: [Duplicate]

    /// How many repeated keys are looked behind: each costs reading the text once more, so in a large one fewer.
    private static func maximumDuplicates(_ text: YAMLText) -> Int { min(10, 262_144 / max(text.bytes.count, 1)) }

    init(_ text: YAMLText) throws(Failure) {
        if let bad = text.firstBadCharacter() {
            throw Failure(position: bad.position, message: bad.message, hint: "save the file as plain UTF-8 text")
        }
        guard !text.hasTooManyAliases else {
            throw Failure(
                position: nil, message: "uses more than \(YAMLText.maximumAliases) aliases (*name)",
                hint: "write the values out")
        }
        var text = text
        var duplicates: [Duplicate] = []
        while true {
            do {
                // The resolver without rules leaves every plain scalar a text: the keys know their types.
                root = try Yams.Parser(
                    yaml: String(decoding: text.bytes.dropFirst(text.markLength), as: UTF8.self), resolver: .basic,
                    constructor: .default,
                    encoding: .utf8
                ).singleRoot()
                self.duplicates = duplicates
                return
            } catch {
                let failure = Self.failure(error)
                guard case .duplicatedKeysInMapping(let names, let context)? = error as? YamlError,
                    let name = names.first, duplicates.count < Self.maximumDuplicates(text),
                    let renamed = Self.rename(name, at: context.mark, in: &text, number: duplicates.count)
                else { throw failure }
                duplicates.append(renamed)
            }
        }
    }

    /// Gives the key at the mark another first character, so that the text can be read on; columns stay.
    private static func rename(_ name: String, at mark: Mark, in text: inout YAMLText, number: Int) -> Duplicate? {
        let position = FilePosition(line: mark.line, column: mark.column)
        guard var offset = text.offset(of: position), offset < text.bytes.count,
            let first = name.unicodeScalars.first, let substitute = Unicode.Scalar(UInt32(0xE000 + number))
        else { return nil }
        if text.bytes[offset] == 0x22 || text.bytes[offset] == 0x27 { offset += 1 }
        let old = Array(String(first).utf8)
        guard text.bytes[offset...].starts(with: old) else { return nil }
        text.bytes.replaceSubrange(offset..<(offset + old.count), with: String(substitute).utf8)
        let alias = String(substitute) + String(name.unicodeScalars.dropFirst())
        return Duplicate(name: name, alias: alias, position: position)
    }

    private static func failure(_ error: any Error) -> Failure {
        guard let error = error as? YamlError else {
            return Failure(position: nil, message: "is not YAML", hint: "")
        }
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let place = context.map { " (\($0.text) from line \($0.mark.line))" } ?? ""
            return Failure(
                position: FilePosition(line: mark.line, column: mark.column),
                message: "is not YAML: \(problem)\(place)",
                hint: hint(problem))
        case .duplicatedKeysInMapping(let names, let context):
            let position = FilePosition(line: context.mark.line, column: context.mark.column)
            let name = names.first?.shownAsKey ?? "a key"
            return Failure(position: position, message: "'\(name)' is said more than once", hint: "keep one of them")
        case .reader(let problem, _, _, _):
            return Failure(position: nil, message: "is not YAML: \(problem)", hint: "save the file as plain UTF-8 text")
        default:
            return Failure(position: nil, message: "is not YAML", hint: "")
        }
    }

    /// What mostly is the cause of libYAML's sentence.
    private static func hint(_ problem: String) -> String {
        if problem.contains("cannot start any token") || problem.contains("tab character") {
            return "indent with spaces, never tabs, and quote special characters"
        }
        if problem.contains("mapping values are not allowed") { return "write text that contains ': ' in quotes" }
        if problem.contains("expected ':'") { return "write 'key: value', and check the indentation" }
        if problem.contains("undefined alias") { return "write text that begins with * in quotes" }
        if problem.contains("another document") { return "remove the line '---' and what follows" }
        if problem.contains("nesting") { return "a configuration is six levels deep at most" }
        if problem.contains("end of stream") || problem.contains("',' or") { return "close the bracket or quote" }
        return "check quotes, brackets and the indentation around this place"
    }
}
