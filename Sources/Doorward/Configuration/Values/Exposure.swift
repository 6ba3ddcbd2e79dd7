/// Which paths of the API can be called through Doorward.
public enum Exposure: String, Sendable, Hashable, CaseIterable {
    /// Only the operations of the OpenAPI document: the document is the allow-list.
    case documented
    /// Every path of the upstream.
    case all
}

extension Exposure: ConfigurationChoice {}
