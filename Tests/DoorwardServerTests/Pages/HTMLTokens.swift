/// A start or end tag as a browser's tokenizer would see it (HTML Living Standard, section 13.2.5), enough for our pages.
struct HTMLTag: Equatable {
    var name: String
    var attributes: [(name: String, value: String)]
    /// What stands between this tag and the next.
    var text = ""

    static func == (left: HTMLTag, right: HTMLTag) -> Bool {
        left.name == right.name && left.attributes.map(\.name) == right.attributes.map(\.name)
    }

    subscript(attribute: String) -> String? { attributes.first { $0.name == attribute }?.value }
}

/// Splits HTML into its tags. Attribute values may be in double quotes or without any; comments are not known.
func htmlTags(_ html: String) -> [HTMLTag] {
    let scalars = Array(html.unicodeScalars)
    var tags: [HTMLTag] = []
    var place = 0
    var text = ""
    func isTagStart(_ place: Int) -> Bool {
        guard scalars[place] == "<", place + 1 < scalars.count else { return false }
        let next = scalars[place + 1]
        return next == "/" || next == "!" || next == "?" || (next.isASCII && next.properties.isAlphabetic)
    }
    while place < scalars.count {
        guard isTagStart(place) else {
            text.unicodeScalars.append(scalars[place])
            place += 1
            continue
        }
        if !tags.isEmpty { tags[tags.count - 1].text = text }
        text = ""
        place += 1
        tags.append(htmlTag(scalars, &place))
    }
    if !tags.isEmpty { tags[tags.count - 1].text = text }
    return tags
}

private func htmlTag(_ scalars: [Unicode.Scalar], _ place: inout Int) -> HTMLTag {
    func take(while condition: (Unicode.Scalar) -> Bool) -> String {
        var taken = ""
        while place < scalars.count, condition(scalars[place]) {
            taken.unicodeScalars.append(scalars[place])
            place += 1
        }
        return taken
    }
    let isSpace: (Unicode.Scalar) -> Bool = { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "\r" }
    var tag = HTMLTag(name: take { !isSpace($0) && $0 != ">" }.lowercased(), attributes: [])
    while place < scalars.count, scalars[place] != ">" {
        _ = take { isSpace($0) || $0 == "/" }
        guard place < scalars.count, scalars[place] != ">" else { break }
        let name = take { !isSpace($0) && $0 != "=" && $0 != ">" && $0 != "/" }.lowercased()
        var value = ""
        if place < scalars.count, scalars[place] == "=" {
            place += 1
            if place < scalars.count, scalars[place] == "\"" {
                place += 1
                value = take { $0 != "\"" }
                place += 1
            } else {
                value = take { !isSpace($0) && $0 != ">" }
            }
        }
        tag.attributes.append((name, value))
    }
    place += 1
    return tag
}
