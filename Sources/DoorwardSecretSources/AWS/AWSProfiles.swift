internal import DoorwardSecrets

/// The profiles of the shared files `~/.aws/credentials` and `~/.aws/config`.
///
/// Source: AWS SDKs and Tools Reference Guide, "Shared config and credentials files".
struct AWSProfiles: Sendable {
    /// Settings by profile; the credentials file's come before the config file's.
    private(set) var settings: [String: [String: String]] = [:]

    /// - Parameters:
    ///   - credentials: the text of the credentials file, where sections are called `[name]`.
    ///   - config: the text of the config file, where they are called `[profile name]` and `[default]`.
    init(credentials: String?, config: String?) {
        for (section, values) in Self.sections(config ?? "") {
            let words = section.split(whereSeparator: Self.isBlank)
            if words == ["default"] {
                add(values, to: "default")
            } else if words.count == 2, words[0] == "profile" {
                add(values, to: Self.unquoted(words[1]))
            }
        }
        for (section, values) in Self.sections(credentials ?? "") {
            add(values, to: section.trimmed)
        }
    }

    private mutating func add(_ values: [String: String], to profile: String) {
        settings[profile, default: [:]].merge(values) { _, new in new }
    }

    /// The sections in order, with what stands in them; what stands before the first is left out.
    private static func sections(_ text: String) -> [(name: Substring, values: [String: String])] {
        var sections: [(name: Substring, values: [String: String])] = []
        for line in text.split(whereSeparator: \.isNewline) {
            guard let first = line.first, first != "#", first != ";" else { continue }
            if first == "[" {
                let end = line.firstIndex(of: "]") ?? line.endIndex
                sections.append((line[..<end].dropFirst(), [:]))
            } else if !isBlank(first), let sign = line.firstIndex(of: "="), !sections.isEmpty {
                // An indented line is part of a nested setting; none of those matters here.
                let value = uncommented(line[sign...].dropFirst())
                sections[sections.count - 1].values[line[..<sign].trimmed.lowercased()] = value.trimmed
            }
        }
        return sections
    }

    /// Without a comment behind the value: a `#` or `;` after white space.
    private static func uncommented(_ value: Substring) -> Substring {
        var previous: Character?
        for index in value.indices {
            if value[index] == "#" || value[index] == ";", let previous, isBlank(previous) { return value[..<index] }
            previous = value[index]
        }
        return value
    }

    private static func unquoted(_ name: Substring) -> String {
        guard let quote = name.first, quote == "\"" || quote == "'", name.last == quote, name.count >= 2 else {
            return String(name)
        }
        return String(name.dropFirst().dropLast())
    }

    fileprivate static func isBlank(_ character: Character) -> Bool { character == " " || character == "\t" }
}

extension Substring {
    /// Without blanks and tabs around it.
    fileprivate var trimmed: String {
        var text = self
        while let first = text.first, AWSProfiles.isBlank(first) { text.removeFirst() }
        while let last = text.last, AWSProfiles.isBlank(last) { text.removeLast() }
        return String(text)
    }
}
