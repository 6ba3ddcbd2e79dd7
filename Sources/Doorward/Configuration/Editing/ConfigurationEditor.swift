public import DoorwardSecrets
import Yams

/// Changes the list of secrets in a configuration file and keeps every other byte: comments, order, line ends.
///
/// Each edit is read again and compared with what was wanted; if anything else would differ, nothing is changed and
/// ``ConfigurationEditError/byHand(lines:)`` says what to write.
public struct ConfigurationEditor: Sendable {
    /// The text of the file.
    public let text: String

    public init(text: String) { self.text = text }

    /// The references in `service.secrets`, as written.
    ///
    /// - Throws: ``ConfigurationEditError/unreadable(_:)``.
    public func secrets() throws(ConfigurationEditError) -> [String] {
        try SecretsPlace(bytes).list
    }

    /// The text with the reference at the end of `service.secrets`; the key or section is added when it is absent.
    ///
    /// - Throws: ``ConfigurationEditError``.
    public func addingSecret(_ reference: SecretReference) throws(ConfigurationEditError) -> String {
        let place = try SecretsPlace(bytes)
        let name = reference.description
        guard !place.list.contains(where: { Self.names($0, name) }) else { throw .alreadyThere(name) }
        let wanted = place.list + [reference.written]
        return try verified(
            SecretsInsertion(place: place, reference: reference.written).edited(), wanted: wanted, from: place)
    }

    /// The text without the reference in `service.secrets`; an emptied list is written `[]`.
    ///
    /// - Throws: ``ConfigurationEditError``.
    public func removingSecret(_ reference: SecretReference) throws(ConfigurationEditError) -> String {
        let original = try SecretsPlace(bytes)
        let name = reference.description
        guard original.list.contains(where: { Self.names($0, name) }) else {
            throw .notThere(name, known: original.list)
        }
        let wanted = original.list.filter { !Self.names($0, name) }
        var edited: [UInt8]? = bytes
        var place = original
        while let index = place.list.firstIndex(where: { Self.names($0, name) }) {
            edited = SecretsRemoval(place: place, index: index).edited()
            guard let current = edited, let next = try? SecretsPlace(current), next.list.count < place.list.count else {
                return try verified(nil, wanted: wanted, from: original)
            }
            place = next
        }
        return try verified(edited, wanted: wanted, from: original)
    }

    /// Whether an item of the list is that reference, be it optional.
    private static func names(_ item: String, _ name: String) -> Bool { item == name || item == "optional:\(name)" }

    private var bytes: [UInt8] { Array(text.utf8) }

    private func verified(
        _ edited: [UInt8]?, wanted: [String], from original: SecretsPlace
    ) throws(ConfigurationEditError) -> String {
        let items = wanted.map { YAMLScalar.flow($0) }.joined(separator: ", ")
        let failure = ConfigurationEditError.byHand(lines: ["service:", "  secrets: [\(items)]"])
        guard let edited, let place = try? SecretsPlace(edited), place.list == wanted,
            place.rest == original.rest
        else { throw failure }
        return String(decoding: edited, as: UTF8.self)
    }
}
