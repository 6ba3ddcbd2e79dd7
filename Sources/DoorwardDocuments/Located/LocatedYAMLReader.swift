internal import CYaml

/// Reads YAML from libyaml's events; aliases stay what they are, and what was read before an error is kept.
struct LocatedYAMLReader {
    /// More aliases than these make a document that no reader should write out.
    static let aliasLimit = 10_000
    /// What the depth of flow collections may cost in all: libyaml's time for one token grows with it.
    static let depthBudget = 200_000_000

    /// A mapping or sequence that is being read.
    struct Level {
        let isMapping: Bool
        /// In flow style, between brackets.
        let isFlow: Bool
        /// The end of what is in it.
        var lastEnd: Int
    }

    let bytes: [UInt8]
    /// The bytes as libyaml sees them: the same, but for what it could not read.
    var seen: [UInt8]
    var isUTF8 = true
    var tree: NodeBuilder
    let problems = ProblemList()
    var levels: [Level] = []
    var anchors: [String: Int32] = [:]
    var aliases = 0
    var depthSpent = 0
    /// How many collections that are not read the reader is in: in a key, or too deep.
    var skipped = 0
    /// The key that is skipped, while it is.
    var skippedKey: Int?
    var isTooDeep = false
    var documents = 0
    /// The unknown tags that were told.
    var unknownTags: Set<String> = []
    var hasStopped = false

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        seen = bytes
        tree = NodeBuilder(byteCount: bytes.count)
    }

    mutating func read() {
        replaceUnreadable()
        let seen = seen
        guard checkDirectives() else { return }
        seen.withUnsafeBufferPointer { buffer in
            let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            let places = YAMLPlaces(buffer, from: start)
            guard let source = YAMLEventSource(UnsafeBufferPointer(rebasing: buffer[start...])) else { return }
            while !hasStopped {
                if source.next({ take($0, places) }) == nil {
                    tell(source.failure, places)
                    hasStopped = true
                }
            }
        }
        while let level = levels.popLast() { end(level, at: level.lastEnd) }
        if aliases > 0 { tellAliasBomb() }
        if tree.nodes.isEmpty, documents == 0, problems.isEmpty {
            problems.add(.empty, 0..<bytes.count, "the document is empty")
        }
    }

    // MARK: - Events

    private mutating func take(_ event: borrowing yaml_event_t, _ places: YAMLPlaces) {
        switch event.type {
        case YAML_STREAM_END_EVENT, YAML_NO_EVENT: hasStopped = true
        case YAML_DOCUMENT_START_EVENT: beginDocument(places.byte(event.start_mark.index))
        case YAML_SCALAR_EVENT:
            let range = range(event, places)
            check(event.data.scalar.tag, range.lowerBound)
            takeScalar(event, range)
        case YAML_ALIAS_EVENT:
            takeAlias(event.data.alias.anchor.map { String(cString: $0) } ?? "", range(event, places))
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            let range = range(event, places)
            check(start.tag, range.lowerBound)
            begin(.object, start.anchor, start.style == YAML_FLOW_MAPPING_STYLE, range)
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            let range = range(event, places)
            check(start.tag, range.lowerBound)
            begin(.array, start.anchor, start.style == YAML_FLOW_SEQUENCE_STYLE, range)
        case YAML_MAPPING_END_EVENT, YAML_SEQUENCE_END_EVENT: takeEnd(range(event, places))
        default: break
        }
    }

    private func range(_ event: borrowing yaml_event_t, _ places: YAMLPlaces) -> Range<Int> {
        let start = places.byte(event.start_mark.index)
        guard event.end_mark.index > event.start_mark.index else { return start..<start }
        return start..<max(start, places.byte(event.end_mark.index))
    }

    private mutating func beginDocument(_ place: Int) {
        documents += 1
        guard documents > 1 else { return }
        problems.add(
            .extraContent, place..<min(place + 3, bytes.count),
            "a second document begins here; only one is read, so take out the '---' or what follows it")
        hasStopped = true
    }

    // MARK: - Collections

    private mutating func begin(
        _ kind: LocatedNode.Kind, _ anchor: UnsafeMutablePointer<yaml_char_t>?, _ isFlow: Bool, _ range: Range<Int>
    ) {
        if isFlow { depthSpent += levels.count + skipped }
        if skipped > 0 || isKeyNext {
            if skipped == 0 { skippedKey = range.lowerBound }
            skipped += 1
            return
        }
        guard levels.count < JSONValue.depthLimit, depthSpent <= Self.depthBudget else { return skipDeep(kind, range) }
        guard !stopWhenFull(range) else { return }
        let start = self.start(range, behindProperties: anchor != nil)
        let number = tree.begin(kind, at: start)
        if let anchor { anchors[String(cString: anchor)] = number }
        levels.append(Level(isMapping: kind == .object, isFlow: isFlow, lastEnd: range.upperBound))
    }

    private mutating func skipDeep(_ kind: LocatedNode.Kind, _ range: Range<Int>) {
        if !isTooDeep {
            problems.add(
                .tooDeep, range.lowerBound..<range.lowerBound,
                "at most \(JSONValue.depthLimit) lists and mappings may be inside each other; the rest is not read"
            )
        }
        isTooDeep = true
        if depthSpent > Self.depthBudget {
            hasStopped = true
            return
        }
        tree.add(LocatedNode(kind, range))
        skipped = 1
    }

    private mutating func takeEnd(_ range: Range<Int>) {
        if skipped > 0 {
            skipped -= 1
            if skipped == 0, let start = skippedKey { takeSkippedKey(start..<max(start, range.upperBound)) }
            return
        }
        guard let level = levels.popLast() else { return }
        end(level, at: level.isFlow ? range.upperBound : level.lastEnd)
    }

    private mutating func end(_ level: Level, at place: Int) {
        // A key without its value, where reading broke off.
        tree.name = nil
        tree.end(at: place)
        note(place)
    }

    /// Notes where the last thing in the innermost collection ends.
    mutating func note(_ end: Int) {
        guard !levels.isEmpty else { return }
        levels[levels.count - 1].lastEnd = max(levels[levels.count - 1].lastEnd, end)
    }

    // MARK: - Keys

    /// Whether what comes next is a key.
    var isKeyNext: Bool { levels.last?.isMapping == true && tree.name == nil }

    /// Takes a key that is no text for the text that is written.
    private mutating func takeSkippedKey(_ range: Range<Int>) {
        skippedKey = nil
        var end = range.upperBound
        while end > range.lowerBound, bytes[end - 1] <= 0x20 { end -= 1 }
        tellKey(range.lowerBound..<end)
        tree.name = LocatedText(range: range.lowerBound..<end)
    }

    mutating func tellKey(_ range: Range<Int>) {
        let isTemplate = bytes[range].starts(with: Array("{".utf8))
        problems.add(
            .notReadable, range,
            isTemplate
                ? "a mapping is the key of another here, as in a template's placeholder {{…}}; put it in quotes"
                : "a key must be a text; lists, mappings and aliases cannot be keys")
    }

    // MARK: - Limits

    mutating func stopWhenFull(_ range: Range<Int>) -> Bool {
        guard tree.isFull else { return false }
        problems.add(
            .tooLarge, range, "there are more than \(NodeBuilder.valueLimit) values; what follows is not read")
        hasStopped = true
        return true
    }

    /// Where a value begins behind its anchor and tag.
    func start(_ range: Range<Int>, behindProperties hasProperties: Bool) -> Int {
        guard hasProperties else { return range.lowerBound }
        var place = range.lowerBound
        while place < range.upperBound {
            switch bytes[place] {
            case UInt8(ascii: "&"), UInt8(ascii: "!"):
                while place < range.upperBound, bytes[place] > 0x20 { place += 1 }
            case 0...0x20: place += 1
            case UInt8(ascii: "#"):
                while place < range.upperBound, bytes[place] != 0x0A { place += 1 }
            default: return place
            }
        }
        return range.upperBound
    }
}
