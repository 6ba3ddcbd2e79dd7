/// What a `$ref` says, taken apart.
enum OpenAPIReference {
    /// In the same file: the fragment without `#`, percent signs decoded.
    case local(String)
    /// In another file, by a path relative to the file that holds the reference.
    case file(path: String, fragment: String)
    /// A file with a path from the root of the machine, or with the scheme `file`.
    case absoluteFile
    /// On another site.
    case remote

    init(_ text: String) {
        let hash = text.utf8.firstIndex(of: UInt8(ascii: "#")) ?? text.endIndex
        let path = text[..<hash]
        var fragment = hash < text.endIndex ? String(text[text.utf8.index(after: hash)...]) : ""
        if fragment.utf8.contains(UInt8(ascii: "%")) {
            fragment = String(decoding: Array(fragment.utf8).percentDecoded().bytes, as: UTF8.self)
        }
        if path.isEmpty {
            self = .local(fragment)
        } else if path.utf8.count <= 4096, path.prefix(5).lowercased() == "file:" {
            self = .absoluteFile
        } else if path.hasPrefix("//") || Self.hasScheme(path) {
            self = .remote
        } else {
            let isPlain = !path.utf8.contains(UInt8(ascii: "%"))
            let decoded = isPlain ? Array(path.utf8) : Array(path.utf8).percentDecoded().bytes
            self = .file(path: String(decoding: decoded, as: UTF8.self), fragment: fragment)
        }
    }

    /// `https:`, `urn:`, but not `C:`.
    private static func hasScheme(_ text: Substring) -> Bool {
        let scheme = text.utf8.prefix { $0.isAlphanumeric || "+-.".utf8.contains($0) }
        guard scheme.count > 1, scheme.first?.isLetter == true else { return false }
        return text.utf8.dropFirst(scheme.count).first == UInt8(ascii: ":")
    }

    /// A path that stands in a file with a path, relative to the first file's folder, without `.` and `..`.
    static func join(_ path: String, in file: String) -> String {
        guard !path.hasPrefix("/") else { return path }
        var steps = file.split(separator: "/", omittingEmptySubsequences: false).dropLast().map(String.init)
        for step in path.split(separator: "/") {
            if step == "." { continue }
            if step == "..", let last = steps.last, last != "..", !last.isEmpty {
                steps.removeLast()
            } else {
                steps.append(String(step))
            }
        }
        return steps.joined(separator: "/")
    }
}

/// A file that references lead to, and what has been visited in it.
struct OpenAPIFile {
    /// Relative to the document under lint, which is itself the empty path.
    let path: String
    let document: LocatedDocument
    /// Whether all of it could be read.
    let isWhole: Bool
    /// The roles in which each value has been visited.
    private var marks: [UInt32]
    /// Elements of large arrays by their numbers.
    private var elements: [Int: [Int32]] = [:]

    init(path: String, document: LocatedDocument) {
        self.path = path
        self.document = document
        isWhole = document.firstCut == nil
        marks = Array(repeating: 0, count: document.nodes.count)
    }

    /// Marks a value; false when it has that mark.
    mutating func mark(_ identity: Int, _ bit: UInt32) -> Bool {
        guard marks.indices.contains(identity), marks[identity] & bit == 0 else { return false }
        marks[identity] |= bit
        return true
    }

    /// The value that a JSON pointer (RFC 6901) leads to, through a few references where those are on the way.
    mutating func find(_ pointer: String) -> LocatedValue? {
        guard var value = document.root else { return nil }
        guard !pointer.isEmpty else { return value }
        var hops = 16
        for token in pointer.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            let name = Self.unescape(token)
            while true {
                if let next = child(of: value, name) {
                    value = next
                    break
                }
                guard hops > 0, let text = value["$ref"]?.string, case .local(let other) = OpenAPIReference(text),
                    other.utf8.first == UInt8(ascii: "/"), let target = plain(other)
                else { return nil }
                hops -= 1
                value = target
            }
        }
        return value
    }

    private mutating func plain(_ pointer: String) -> LocatedValue? {
        guard var value = document.root else { return nil }
        for token in pointer.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard let next = child(of: value, Self.unescape(token)) else { return nil }
            value = next
        }
        return value
    }

    private mutating func child(of value: LocatedValue, _ name: String) -> LocatedValue? {
        guard value.kind == .array else { return value[name] }
        guard let number = Int(name), number >= 0, number < value.count else { return nil }
        guard value.count > 16 else { return value.elements.dropFirst(number).first { _ in true } }
        if elements[value.identity] == nil { elements[value.identity] = value.elements.map(\.index) }
        guard let list = elements[value.identity], number < list.count else { return nil }
        return LocatedValue(document: document, index: list[number])
    }

    private static func unescape(_ token: Substring.UTF8View) -> String {
        guard token.contains(UInt8(ascii: "~")) else { return String(Substring(token)) }
        var bytes: [UInt8] = []
        var isTilde = false
        for byte in token {
            if isTilde {
                bytes.append(byte == UInt8(ascii: "1") ? UInt8(ascii: "/") : UInt8(ascii: "~"))
                isTilde = false
            } else if byte == UInt8(ascii: "~") {
                isTilde = true
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
