public import Hummingbird
public import Logging

/// What a handler behind the gate knows beside the request: above all, who calls.
public struct PluginRequestContext: RequestContext {
    /// Where a context comes from.
    public struct Source: RequestContextSource {
        public let logger: Logger
        public let caller: PluginCaller
    }

    public var coreContext: CoreRequestContextStorage
    /// Who calls, as the gate found out. A handler is never reached by anybody the gate refused.
    public let caller: PluginCaller

    public init(source: Source) {
        coreContext = CoreRequestContextStorage(source: source)
        caller = source.caller
    }
}

/// Who calls a handler behind the gate.
public struct PluginCaller: Sendable, Equatable {
    /// `none`, `service_http` or `user_http`.
    public let authentication: String
    /// The user's name with `user_http`, `service` with `service_http`, nil with `none`.
    public let subject: String?
}
