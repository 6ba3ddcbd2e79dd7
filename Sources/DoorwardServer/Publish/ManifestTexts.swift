public import DoorwardDocuments

/// The texts of a plugin manifest that people write; an empty one is derived from the OpenAPI document.
public struct ManifestTexts: Sendable, Equatable {
    /// At most 50 characters.
    public var nameForHuman: String
    /// A letter, then letters, digits and `_`; at most 50.
    public var nameForModel: String
    /// At most 120 characters.
    public var descriptionForHuman: String
    /// At most 8,000 characters.
    public var descriptionForModel: String
    /// An address that people can write to.
    public var contactEmail: String
    /// Where the legal information is; empty for our own page.
    public var legalInfoURL: String

    public init(
        nameForHuman: String = "", nameForModel: String = "", descriptionForHuman: String = "",
        descriptionForModel: String = "", contactEmail: String = "", legalInfoURL: String = ""
    ) {
        self.nameForHuman = nameForHuman
        self.nameForModel = nameForModel
        self.descriptionForHuman = descriptionForHuman
        self.descriptionForModel = descriptionForModel
        self.contactEmail = contactEmail
        self.legalInfoURL = legalInfoURL
    }

    /// These texts with every empty one filled in; what was written stays as it is.
    ///
    /// - Parameters:
    ///   - origin: the public address, such as `https://api.example.com`.
    ///   - info: what the OpenAPI document says of the API.
    public func completed(origin: String, info: OpenAPIDocument.Info) -> ManifestTexts {
        func filled(_ text: String, _ derived: @autoclosure () -> String) -> String { text.isEmpty ? derived() : text }
        return ManifestTexts(
            nameForHuman: filled(nameForHuman, PluginManifest.derivedNameForHuman(from: info)),
            nameForModel: filled(nameForModel, PluginManifest.derivedNameForModel(from: info)),
            descriptionForHuman: filled(descriptionForHuman, PluginManifest.derivedDescriptionForHuman(from: info)),
            descriptionForModel: filled(descriptionForModel, PluginManifest.derivedDescriptionForModel(from: info)),
            contactEmail: filled(contactEmail, "support@\(Self.host(of: origin))"),
            legalInfoURL: filled(legalInfoURL, origin + "/legal"))
    }

    /// The host in an origin, without its port.
    private static func host(of origin: String) -> String {
        let authority = origin.split(separator: "/", maxSplits: 1).last?.drop { $0 == "/" } ?? ""
        if authority.first == "[" { return String(authority.prefix { $0 != "]" }) + "]" }
        return String(authority.prefix { $0 != ":" })
    }
}
