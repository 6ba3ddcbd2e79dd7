/// Other spellings of a path, which an API may take for the same while its guard does not.
struct PathVariant: Equatable {
    let description: String
    /// Path and query.
    let target: String

    /// The variants of a path with its query.
    static func all(of target: String) -> [PathVariant] {
        let mark = target.firstIndex(of: "?") ?? target.endIndex
        let (path, query) = (String(target[..<mark]), String(target[mark...]))
        guard path.count > 1, let last = path.lastIndex(of: "/") else { return [] }
        var variants = [
            PathVariant(description: "two slashes in front", target: "/" + path + query),
            PathVariant(description: "a slash at the end", target: path.hasSuffix("/") ? "" : path + "/" + query),
            PathVariant(description: "a parameter behind a semicolon", target: path + ";x" + query),
            PathVariant(description: "a dot segment in front", target: "/." + path + query),
        ]
        if last > path.startIndex {
            let encoded = path[..<last] + "%2f" + path[path.index(after: last)...]
            variants.append(PathVariant(description: "an encoded slash", target: encoded + query))
        }
        let loud = path.uppercased()
        if loud != path, !path.contains("%") {
            variants.append(PathVariant(description: "upper case", target: loud + query))
        }
        if let letter = path.unicodeScalars.first(where: { $0.properties.isAlphabetic && $0.isASCII }),
            let place = path.unicodeScalars.firstIndex(of: letter)
        {
            let encoded = path[..<place] + "%" + String(letter.value, radix: 16) + path[path.index(after: place)...]
            variants.append(PathVariant(description: "an encoded letter", target: encoded + query))
        }
        return variants.filter { !$0.target.isEmpty }
    }
}
