internal import Yams

extension YAMLDocumentError {
    /// Says in one line what Yams says in several, with a hint for the mistakes that people make most.
    init(_ error: YamlError) {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
            self.init(problem: Self.told(problem, context?.text), line: mark.line, column: mark.column)
        case .composer(_, let problem, let mark, _):
            let several = problem.contains("another document")
            self.init(
                problem: several ? "a second document begins; only one is read, so take out the '---'" : problem,
                line: mark.line, column: mark.column)
        case .duplicatedKeysInMapping(let keys, let context):
            let names = keys.prefix(3).map { "'\($0.excerpt)'" }.joined(separator: ", ")
            self.init(
                problem: "a key here comes again further down: \(names); keep one of them", line: context.mark.line,
                column: context.mark.column)
        case .reader(let problem, let offset, _, let yaml):
            let place = Self.place(offset, in: yaml)
            self.init(problem: problem, line: place?.line, column: place?.column)
        default: self.init(problem: "not a YAML document")
        }
    }

    private static func told(_ problem: String, _ context: String?) -> String {
        if problem.hasPrefix("Maximum nesting level") {
            return "at most \(JSONValue.depthLimit) lists and mappings may be inside each other"
        }
        return (context.map { $0 + ": " } ?? "") + problem + hint(problem)
    }

    private static func hint(_ problem: String) -> String {
        switch problem {
        case "found character that cannot start any token":
            "; indent with spaces, never tabs, and put a text that begins with @, ` or % in quotes"
        case "mapping values are not allowed in this context": "; put a text that contains ': ' in quotes"
        case "did not find expected key", "did not find expected '-' indicator": "; check the indentation"
        default: ""
        }
    }

    private static func place(_ offset: Int?, in text: String) -> (line: Int, column: Int)? {
        guard let offset, let index = text.index(text.startIndex, offsetBy: offset, limitedBy: text.endIndex) else {
            return nil
        }
        return Array(text.utf8).lineAndColumn(at: text.utf8.distance(from: text.startIndex, to: index))
    }
}
