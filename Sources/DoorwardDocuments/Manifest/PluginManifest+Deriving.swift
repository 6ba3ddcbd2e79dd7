extension PluginManifest {
    /// The length up to which a name for people passes a review; it is refused only from 51 characters on.
    public static let nameForHumanLimit = 20
    public static let nameForModelLimit = 50
    /// The length up to which a description for people passes a review; it is refused only from 121 characters on.
    public static let descriptionForHumanLimit = 100
    public static let descriptionForModelLimit = 8000

    /// A name for people made from an API's title: on one line, at most 20 characters, cut where a word ends.
    ///
    /// `API` where the title has nothing to show.
    public static func derivedNameForHuman(from info: OpenAPIDocument.Info) -> String {
        let name = cut(oneLine(info.title), to: nameForHumanLimit, mark: "")
        return name.isEmpty ? "API" : name
    }

    /// A name for models made from an API's title: `^[A-Za-z][A-Za-z0-9_]*$`, at most 50 characters, words joined by
    /// `_` in lower case. `Hello API` becomes `hello_api`; `api` where the title has no letters or digits of ASCII.
    public static func derivedNameForModel(from info: OpenAPIDocument.Info) -> String {
        var words: [[UInt8]] = [[]]
        for byte in info.title.utf8 {
            if byte.isAlphanumeric {
                words[words.count - 1].append(byte.isLetter ? byte | 0x20 : byte)
            } else if byte != UInt8(ascii: "'"), words.last?.isEmpty == false {
                words.append([])
            }
        }
        words.removeAll(where: \.isEmpty)
        guard let first = words.first?.first else { return "api" }
        if !first.isLetter { words.insert(Array("api".utf8), at: 0) }
        var name = Array(words.joined(separator: [UInt8(ascii: "_")]).prefix(nameForModelLimit))
        while name.last == UInt8(ascii: "_") { name.removeLast() }
        return String(decoding: name, as: UTF8.self)
    }

    /// A description for people: the API's summary, else the first sentence of its description, else made from its
    /// title; at most 100 characters.
    public static func derivedDescriptionForHuman(from info: OpenAPIDocument.Info) -> String {
        for text in [info.summary, info.description.map(firstSentence)] {
            let line = cut(oneLine(text ?? ""), to: descriptionForHumanLimit, mark: "…")
            if !line.isEmpty { return line }
        }
        return cut("Use \(shownTitle(info)).", to: descriptionForHumanLimit, mark: "…")
    }

    /// A description for models: the API's description, else its summary, else made from its title; at most 8000
    /// characters.
    public static func derivedDescriptionForModel(from info: OpenAPIDocument.Info) -> String {
        for text in [info.description, info.summary] {
            let line = cut(oneLine(text ?? ""), to: descriptionForModelLimit, mark: "…")
            if !line.isEmpty { return line }
        }
        return cut("Calls \(shownTitle(info)).", to: descriptionForModelLimit, mark: "…")
    }

    private static func shownTitle(_ info: OpenAPIDocument.Info) -> String {
        let title = oneLine(info.title)
        return title.isEmpty ? "this API" : title
    }

    /// White space and control characters become single spaces.
    private static func oneLine(_ text: String) -> String {
        text.split { character in
            character.isWhitespace || character.unicodeScalars.allSatisfy { $0.properties.generalCategory == .control }
        }.joined(separator: " ")
    }

    private static func firstSentence(_ text: String) -> String {
        let line = oneLine(text)
        var previous: Character = " "
        for place in line.indices {
            if line[place] == " ", previous == "." || previous == "!" || previous == "?" {
                return String(line[..<place])
            }
            previous = line[place]
        }
        return line
    }

    /// Cuts a line to a number of Unicode scalars, which is how lengths are checked, where a word ends if one does.
    private static func cut(_ line: String, to limit: Int, mark: String) -> String {
        guard line.unicodeScalars.count > limit else { return line }
        var shortened = ""
        var wordEnd = ""
        var room = limit - mark.unicodeScalars.count
        for character in line {
            room -= character.unicodeScalars.count
            if character == " " { wordEnd = shortened }
            guard room >= 0 else { break }
            shortened.append(character)
        }
        let kept = wordEnd.isEmpty ? shortened : wordEnd
        return kept.isEmpty ? "" : kept + mark
    }
}
