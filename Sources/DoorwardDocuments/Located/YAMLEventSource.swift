internal import CYaml

/// libyaml's parser over bytes that outlive it, one event after the other.
final class YAMLEventSource {
    /// The parser points at itself, so it must not move.
    private let parser: UnsafeMutablePointer<yaml_parser_t>

    /// Nil when there is no memory.
    init?(_ bytes: UnsafeBufferPointer<UInt8>) {
        parser = .allocate(capacity: 1)
        guard yaml_parser_initialize(parser) == 1 else {
            parser.deallocate()
            return nil
        }
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
    }

    /// Gives the next event to a closure; nil when there is none because of an error.
    func next<R>(_ body: (borrowing yaml_event_t) -> R) -> R? {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { return nil }
        defer { yaml_event_delete(&event) }
        return body(event)
    }

    /// Why there was no event, in libyaml's words, and at which characters.
    var failure: (problem: String, place: Int, contextPlace: Int) {
        let problem = parser.pointee.problem.map { String(cString: $0) } ?? ""
        return (problem, parser.pointee.problem_mark.index, parser.pointee.context_mark.index)
    }
}
