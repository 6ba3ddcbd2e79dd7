extension LocatedYAMLReader {
    /// More directives than these are nobody's.
    private static let directiveLimit = 100

    /// Puts a letter in the place of each byte that YAML does not allow, so that reading goes on behind it.
    ///
    /// What YAML 1.1, and so libyaml, takes for line breaks and 1.2 does not (section 5.4) is replaced as well.
    mutating func replaceUnreadable() {
        var invalid: (first: Int, count: Int)?
        var control: (first: Int, count: Int)?
        let substitute = UInt8(ascii: "_")
        EncodingCheck.visit(bytes) { place, length, value in
            guard let value else {
                invalid = (invalid?.first ?? place, (invalid?.count ?? 0) + 1)
                seen[place] = substitute
                return
            }
            guard !Self.isAllowed(value) else {
                if let plain = Self.plain(value) { seen.replaceSubrange(place..<(place + length), with: plain) }
                return
            }
            control = (control?.first ?? place, (control?.count ?? 0) + 1)
            for place in place..<(place + length) { seen[place] = substitute }
        }
        if let invalid {
            EncodingCheck.tell(invalid, problems)
            isUTF8 = false
        }
        if let control {
            let more = control.count > 1 ? ", and \(control.count - 1) more further down" : ""
            problems.add(
                .controlCharacter, control.first..<(control.first + 1),
                "there is a control character\(more), which YAML does not allow; take it out")
        }
    }

    /// What stands for a line break of YAML 1.1 only: a character of as many bytes.
    private static func plain(_ value: UInt32) -> [UInt8]? {
        switch value {
        case 0x85: [0xC2, 0xA0]
        case 0x2028, 0x2029: [0xE3, 0x80, 0x80]
        default: nil
        }
    }

    /// Of what is not printable ASCII: whether YAML allows it (YAML 1.2.2 section 5.1).
    private static func isAllowed(_ value: UInt32) -> Bool {
        switch value {
        case 0x85, 0xA0...0xFFFD, 0x10000...0x10FFFF: true
        default: false
        }
    }

    /// Refuses a document of directives, on which libyaml takes time with the square of their number.
    mutating func checkDirectives() -> Bool {
        var count = 0
        var isLineStart = true
        for (place, byte) in bytes.enumerated() {
            if isLineStart, byte == UInt8(ascii: "%") {
                count += 1
                guard count <= Self.directiveLimit else {
                    problems.add(.notReadable, place..<(place + 1), "there are too many lines that begin with '%'")
                    return false
                }
            }
            isLineStart = byte == 0x0A || byte == 0x0D
        }
        return true
    }

    /// Says what libyaml could not read, in words that help.
    mutating func tell(_ failure: (problem: String, place: Int, contextPlace: Int), _ places: YAMLPlaces) {
        // What is too deep has been told.
        guard !isTooDeep else { return }
        let place = min(places.byte(failure.place), bytes.count)
        let context = min(places.byte(failure.contextPlace), place)
        let isAtEnd = bytes[place...].allSatisfy { $0 <= 0x20 }
        let here = place..<min(place + 1, bytes.count)
        switch failure.problem {
        case "found unexpected end of stream", "found unexpected document indicator":
            problems.add(
                .truncated, context..<min(context + 1, bytes.count), "the text that begins here has no closing quote")
        case "did not find expected ',' or ']'", "did not find expected ',' or '}'":
            tellFlow(failure.problem.hasSuffix("']'") ? "]" : "}", context, isAtEnd, here)
        case "found character that cannot start any token": tellStart(here)
        case "could not find expected ':'":
            problems.add(
                .notReadable, context..<max(context, min(lineEnd(context), place)),
                "a ':' was expected behind this; put a text of several lines in quotes or behind '|'")
        case "found unknown escape character", "did not find expected hexdecimal number",
            "found invalid Unicode character escape code":
            problems.add(
                .badEscape, here,
                "there is a backslash with what is no escape behind it; double it, or put the text in single quotes")
        case "found undefined tag handle":
            problems.add(
                .notReadable, here, "there is a tag that is not declared; put a text that begins with '!' in quotes")
        case let problem where problem.hasPrefix("Maximum nesting level"):
            problems.add(
                .tooDeep, here, "at most \(JSONValue.depthLimit) lists and mappings may be inside each other")
        default:
            problems.add(.notReadable, here, Self.told[failure.problem] ?? "this is not YAML: \(failure.problem)")
        }
    }

    private func lineEnd(_ place: Int) -> Int { bytes[place...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count }

    private mutating func tellFlow(_ closer: String, _ context: Int, _ isAtEnd: Bool, _ here: Range<Int>) {
        let opener = closer == "]" ? "[" : "{"
        problems.add(
            isAtEnd ? .truncated : .punctuation, isAtEnd ? context..<min(context + 1, bytes.count) : here,
            isAtEnd
                ? "the document ends before the '\(opener)' that is here is closed"
                : "a ',' or '\(closer)' was expected here, as a '\(opener)' is open; a text that begins with it needs quotes"
        )
    }

    private mutating func tellStart(_ here: Range<Int>) {
        guard let byte = bytes[here].first else { return }
        let found = Character(Unicode.Scalar(byte))
        problems.add(
            .notReadable, here,
            byte == 0x09
                ? "a tab stands where the indentation is; indent with spaces, never with tabs"
                : "a text cannot begin with '\(found)' in YAML; put it in quotes")
    }

    private static let told = [
        "mapping values are not allowed in this context":
            "a ': ' stands where no key can be; put a text that contains ': ' in quotes, or mend the indentation",
        "did not find expected key":
            "a key was expected here; check the indentation: it is less or more than that of the keys above",
        "did not find expected '-' indicator":
            "a '-' was expected here; check the indentation: it is less or more than that of the list above",
        "block sequence entries are not allowed in this context":
            "a '-' of a list cannot be here; begin the list on a line of its own",
        "mapping keys are not allowed in this context":
            "a '?' cannot be here; put a text that begins with it in quotes",
        "did not find expected alphabetic or numeric character":
            "'*' begins an alias and '&' an anchor; put a text that begins with one of them in quotes",
        "found a tab character where an indentation space is expected":
            "a tab stands where the indentation is; indent with spaces, never with tabs",
        "found a tab character that violates indentation":
            "a tab stands where the indentation is; indent with spaces, never with tabs",
        "did not find expected comment or line break":
            "nothing but a comment may follow here; begin the text on the next line",
        "did not find expected node content": "a value was expected here",
        "did not find expected <document start>":
            "something follows the end of the document's value; check the indentation, or take it out",
        "found unexpected ':'": "a ':' is in a text between brackets; put the text in quotes",
        "did not find expected whitespace or line break": "a blank was expected behind a tag or an anchor",
    ]
}
