#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A list of texts as one column: a JSON array.
enum StringList {
    static func encode(_ list: [String]) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return String(decoding: try encoder.encode(list), as: UTF8.self)
    }

    static func decode(_ text: String) throws -> [String] {
        do { return try JSONDecoder().decode([String].self, from: Data(text.utf8)) } catch {
            throw SQLFailure.damaged("a list of texts is not a JSON array of texts")
        }
    }
}
