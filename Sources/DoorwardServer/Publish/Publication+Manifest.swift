public import DoorwardDocuments

extension Publication {
    /// The plugin manifest: the texts with the empty ones filled in, and the addresses under ``origin``.
    public var manifest: PluginManifest {
        let texts = texts.completed(origin: origin, info: openAPI.info)
        return PluginManifest(
            nameForHuman: texts.nameForHuman, nameForModel: texts.nameForModel,
            descriptionForHuman: texts.descriptionForHuman, descriptionForModel: texts.descriptionForModel,
            auth: authentication, apiURL: origin + "/openapi.json", isUserAuthenticated: authentication.isPerUser,
            logoURL: origin + usedLogo.path, contactEmail: texts.contactEmail, legalInfoURL: texts.legalInfoURL)
    }
}
