internal import DoorwardDocuments
public import Hummingbird
internal import Logging
internal import ServiceLifecycle

/// An API written in Swift behind Doorward's gate, in one process: handlers, their description, and everything around them.
///
/// ```swift
/// import Doorward
///
/// @main
/// struct HelloPlugin {
///     static func main() async {
///         var plugin = GuardedPlugin(title: "Hello", description: "Says hello.")
///         plugin.on(.get, "/hello", id: "sayHello", summary: "Says hello to the user who asks.") { _, _ in
///             ["message": "Hello from the plugin!"]
///         }
///         await plugin.run(configuration: "doorward.yaml")
///     }
/// }
/// ```
///
/// ## Topics
/// - ``on(_:_:id:summary:description:isPublic:handler:)``
/// - ``run(configuration:)``
public struct GuardedPlugin {
    /// Hummingbird's router, for middleware and for handlers that are described elsewhere. Only documented operations are
    /// reachable from outside.
    public let router: Router<PluginRequestContext>
    private let title: String
    private let version: String
    private let description: String
    private var paths = JSONObject()

    /// - Parameters:
    ///   - title: what people know the API as; the manifest's name comes from it where the configuration gives none.
    ///   - description: one sentence.
    ///   - version: the API's version.
    public init(title: String, description: String, version: String = "1.0.0") {
        self.title = title
        self.description = description
        self.version = version
        router = Router(context: PluginRequestContext.self)
    }

    /// Adds an operation: what answers, and how it is described to assistants.
    ///
    /// - Parameters:
    ///   - method: the request method. `HEAD` is answered by `get`.
    ///   - path: a path template, `/pets/{id}`; its parameters are strings unless the document says more.
    ///   - id: the `operationId`.
    ///   - summary: one sentence for the model, at most 300 characters.
    ///   - description: more about it, where one sentence is not enough.
    ///   - isPublic: whether it may be called without a credential.
    ///   - handler: answers with anything Hummingbird can make a response of.
    public mutating func on(
        _ method: PluginMethod, _ path: String, id: String, summary: String, description: String? = nil,
        isPublic: Bool = false,
        handler: @escaping @Sendable (Request, PluginRequestContext) async throws -> some ResponseGenerator
    ) {
        var operation = JSONObject()
        operation["operationId"] = .string(id)
        operation["summary"] = .string(summary)
        if let description { operation["description"] = .string(description) }
        let names = (try? PathTemplate(path))?.parameterNames ?? []
        if !names.isEmpty {
            operation["parameters"] = .array(
                names.map { ["name": .string($0), "in": "path", "required": true, "schema": ["type": "string"]] })
        }
        operation["responses"] = ["200": ["description": .string(summary)]]
        if isPublic { operation["security"] = [] }
        var item = paths[path]?.objectValue ?? JSONObject()
        item[method.rawValue] = .object(operation)
        paths[path] = .object(item)
        router.on(RouterPath(path), method: method.requestMethod, use: handler)
    }

    /// Runs until the process is asked to stop (SIGTERM, SIGINT), finishing what is in flight.
    ///
    /// What stops the start is said on standard error, every problem on a line, and the process exits with the status that
    /// fits: 78 for a wrong configuration. To handle it otherwise, use ``source(environment:load:)`` and
    /// ``Door/serve(_:sink:opened:)``.
    ///
    /// - Parameter path: the configuration file; `upstream` in it is ignored, since the handlers are here.
    public func run(configuration path: String? = nil) async {
        let environment = ProcessEnvironment.variables()
        do throws(StartFailure) {
            try await Door.serve(
                try source(environment: environment) { () throws(ConfigurationFailure) in
                    try ConfigurationLoader.load(
                        path: path, environment: environment, flags: [("upstream.url", "http://127.0.0.1:9")])
                })
        } catch {
            error.exit()
        }
    }

    /// A door's source for this plugin.
    ///
    /// - Parameters:
    ///   - environment: what `env:` secrets are read from.
    ///   - load: reads the configuration, now and at each reload.
    public func source(
        environment: [String: String],
        load: @escaping @Sendable () throws(ConfigurationFailure) -> LoadedConfiguration
    ) throws(StartFailure) -> Door.Source {
        let logger = Logger(label: "doorward.plugin")
        let api = RouterAPI(responder: router.buildResponder(), logger: logger)
        do throws(OpenAPIDocumentError) {
            let document = try OpenAPIDocument(document)
            return Door.Source(load: load, assembly: .plugin(document, api), environment: environment)
        } catch {
            throw StartFailure(.configuration, ["the plugin's description: \(error)"])
        }
    }

    private var document: JSONValue {
        [
            "openapi": "3.1.0",
            "info": ["title": .string(title), "description": .string(description), "version": .string(version)],
            "paths": .object(paths),
        ]
    }
}

/// The methods of a plugin's operations, named as OpenAPI names them.
public enum PluginMethod: String, Sendable, CaseIterable {
    case get, put, post, delete, patch

    var requestMethod: HTTPRequest.Method {
        switch self {
        case .get: .get
        case .put: .put
        case .post: .post
        case .delete: .delete
        case .patch: .patch
        }
    }
}
