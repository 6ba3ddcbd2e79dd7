internal import CYaml

extension LocatedYAMLReader {
    /// So many different tags are told.
    private static let tagLimit = 10

    /// Tells of a tag that safe readers do not know (YAML 1.2.2 section 10 and yaml.org/type have those they do).
    mutating func check(_ tag: UnsafeMutablePointer<yaml_char_t>?, _ start: Int) {
        guard let tag else { return }
        let name = String(cString: tag)
        guard !Self.isKnown(name), unknownTags.count < Self.tagLimit, unknownTags.insert(name).inserted else { return }
        let range = tagRange(from: start)
        let written = String(decoding: bytes[range].prefix(240), as: UTF8.self).excerpt
        let isPython = name.hasPrefix(Self.standard + "python")
        problems.add(
            .unknownTag, range,
            isPython
                ? "the tag '\(written)' makes an unsafe Python reader run code, and all others refuse the whole file; "
                    + "write the value itself"
                : "the tag '\(written)' is one of a single program, and other readers refuse the whole file; write the "
                    + "value itself")
    }

    private static let standard = "tag:yaml.org,2002:"

    private static func isKnown(_ tag: String) -> Bool {
        guard tag.hasPrefix(standard) else { return tag == "!" }
        let known: Set<String> = [
            "str", "int", "float", "bool", "null", "map", "seq", "timestamp", "binary", "set", "omap", "pairs", "merge",
            "value",
        ]
        return known.contains(String(tag.dropFirst(standard.count)))
    }

    /// Where the tag of a value is written that begins, anchor and tag included, at a place.
    private func tagRange(from start: Int) -> Range<Int> {
        let begin = start + properties(from: start).prefix { $0 != UInt8(ascii: "!") }.count
        guard begin < bytes.count, bytes[begin] == UInt8(ascii: "!") else {
            return start..<min(start + 1, bytes.count)
        }
        let tag = bytes[begin...].prefix { $0 > 0x20 && !",[]{}".utf8.contains($0) }
        return begin..<tag.endIndex
    }

    /// The anchor and blanks in front of a tag, and the tag.
    private func properties(from start: Int) -> ArraySlice<UInt8> {
        guard start < bytes.count else { return [] }
        guard bytes[start] == UInt8(ascii: "&") else { return bytes[start...].prefix(1) }
        let anchor = bytes[start...].prefix { $0 > 0x20 }
        let blank = bytes[anchor.endIndex...].prefix { $0 <= 0x20 }
        return bytes[start..<min(blank.endIndex + 1, bytes.count)]
    }
}
