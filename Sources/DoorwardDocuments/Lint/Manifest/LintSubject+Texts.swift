extension LintSubject {
    /// Names and descriptions.
    mutating func checkTexts(of manifest: LocatedValue) {
        for limit in Self.limits {
            guard let value = manifest[limit.name], let text = value.string else { continue }
            let isName = limit.name.hasPrefix("name")
            if isName ? Template.isLeft(inName: text) : Template.isWhole(text) {
                report(
                    .templateLeftOver, at: value,
                    "`\(limit.name)` is `\(text.excerpt)`, with a variable that nothing filled in.",
                    hint: "Write the \(isName ? "name" : "description") itself.")
                continue
            }
            checkLength(value, text, limit)
            switch limit.name {
            case "name_for_model": checkNameForModel(value, text)
            case "name_for_human": checkBrand(value, text)
            case "description_for_model": checkSteering(value, text)
            default: break
            }
        }
    }

    /// The most characters of a text: what the importer takes, and what reviewers allow.
    private struct Limit {
        var name: String
        var most: Int
        var review: Int
    }

    private static let limits = [
        Limit(name: "name_for_human", most: 50, review: 20), Limit(name: "name_for_model", most: 50, review: 50),
        Limit(name: "description_for_human", most: 120, review: 100),
        Limit(name: "description_for_model", most: 8000, review: 8000),
    ]

    private mutating func checkLength(_ value: LocatedValue, _ text: String, _ limit: Limit) {
        let length = text.unicodeScalars.count
        if text.unicodeScalars.allSatisfy({ $0.properties.isWhitespace }) {
            report(.textEmpty, at: value, "`\(limit.name)` is empty.", hint: LintRule.textEmpty.right)
        } else if length > limit.most {
            report(
                .textOverLimit, at: value, "`\(limit.name)` has \(length) characters; ChatGPT takes \(limit.most).",
                hint: "Shorten it to at most \(limit.review) characters.")
        } else if length > limit.review {
            report(
                .textOverReviewLimit, at: value,
                "`\(limit.name)` has \(length) characters; reviewers allow \(limit.review).",
                hint: "Shorten it to at most \(limit.review) characters. ChatGPT itself takes \(limit.most).")
        }
    }

    private mutating func checkNameForModel(_ value: LocatedValue, _ text: String) {
        let bytes = text.utf8
        guard !text.unicodeScalars.allSatisfy({ $0.properties.isWhitespace }) else { return }
        guard bytes.first?.isLetter == true, bytes.allSatisfy({ $0.isAlphanumeric || $0 == 0x5F }) else {
            return report(
                .nameForModel, at: value,
                "`\(text.excerpt)` has something else than letters, digits and underscores, or no letter in front.",
                hint: "Letters from A to Z, digits and underscores, a letter in front: `\(Self.name(from: text))`.")
        }
    }

    /// A name of the right form that is as near as may be.
    private static func name(from text: String) -> String {
        var name: [UInt8] = []
        for byte in PlainLetters.folded(text.unicodeScalars.prefix(200)) {
            if byte.isAlphanumeric {
                name.append(byte)
            } else if byte < 0x80, let last = name.last, last != 0x5F {
                name.append(0x5F)
            }
        }
        if name.last == 0x5F { name.removeLast() }
        guard let first = name.first else { return "my_api" }
        return String(decoding: (first.isLetter ? [] : Array("api_".utf8)) + name.prefix(46), as: UTF8.self)
    }

    private mutating func checkBrand(_ value: LocatedValue, _ text: String) {
        let letters = text.lowercased().filter { $0.isLetter }
        guard let word = ["chatgpt", "openai", "plugin"].first(where: letters.contains) else { return }
        report(
            .brandWord, at: value, "The name has the word “\(word)” in it.",
            hint: "Name what the API does; users see that it is a plugin.")
    }

    /// Phrases that steer, each of which nobody writes for another reason.
    private mutating func checkSteering(_ value: LocatedValue, _ text: String) {
        let lowered = text.lowercased()
        guard let phrase = Self.steeringPhrases.first(where: lowered.contains) else { return }
        report(
            .steering, at: value, "The description says “\(phrase)”.",
            hint: "Describe what the API can do; leave the choice to the model.")
    }

    private static let steeringPhrases = [
        "always use this plugin", "other plugins", "any other plugin", "ignore previous instructions",
        "ignore all previous", "even if the user does not ask", "even if the user doesn't ask",
        "instead of your own knowledge", "before using any other tool", "do not use any other tool",
        "never use any other tool",
    ]
}
