import DoorwardDocuments

/// Makes the page of the operations from an OpenAPI document.
struct DocsPage {
    /// From this number of operations on they start closed.
    static let closedFrom = 6
    /// Up to this number the list of contents names each operation.
    static let listedUpTo = 300

    private static let template = PageTemplate(DocsTemplate.text)

    let document: JSONValue
    let operations: [OpenAPIOperation]
    /// How the credential stands in a request; nil where none is needed.
    let authorizationType: PluginManifest.AuthorizationType?
    /// The address in the curl lines.
    let origin: String
    let logoPath: String

    func bytes() -> [UInt8] { Self.template.bytes(for: view()) }

    func view() -> DocsView {
        let info = document["info"]
        let groups = groups()
        return DocsView(
            title: Prose.line(info?["title"]?.stringValue ?? "API", limit: 200),
            version: [Prose.line(info?["version"]?.stringValue, limit: 60)].filter { !$0.isEmpty },
            introduction: Prose.paragraphs(info?["description"]?.stringValue ?? info?["summary"]?.stringValue),
            logoPath: logoPath, credential: credential.map { [$0] } ?? [], guided: operations.count > 1,
            listed: operations.count <= Self.listedUpTo, groups: groups)
    }

    private var credential: DocsCredential? {
        guard let type = authorizationType else { return nil }
        return switch type {
        case .bearer:
            DocsCredential(
                credentialLabel: "Token", hint: "Sent as Authorization: Bearer.", scheme: "bearer",
                header: "Authorization", curlHeader: curlHeader ?? "")
        case .basic:
            DocsCredential(
                credentialLabel: "User name and password", hint: "Typed as user:password; or the text as it is sent.",
                scheme: "basic", header: "Authorization", curlHeader: curlHeader ?? "")
        case .custom(let name):
            DocsCredential(
                credentialLabel: "Key", hint: "Sent as \(name).", scheme: "custom", header: name,
                curlHeader: curlHeader ?? "")
        }
    }

    private var curlHeader: String? {
        switch authorizationType {
        case nil: nil
        case .bearer: #""Authorization: Bearer $TOKEN""#
        case .basic: #""Authorization: Basic $TOKEN""#
        case .custom(let name): CurlLine.header(name, variable: "TOKEN")
        }
    }

    /// The operations by their first tag: first the tags the document describes, in its order, then the others.
    private func groups() -> [DocsGroup] {
        var builder = DocsOperationBuilder(document: document, origin: origin, curlCredential: curlHeader)
        builder.open = operations.count < Self.closedFrom
        var order: [String] = []
        var about: [String: String] = [:]
        for tag in document["tags"]?.arrayValue ?? [] {
            guard let name = tag["name"]?.stringValue, about[name] == nil else { continue }
            order.append(name)
            about[name] = tag["description"]?.stringValue ?? ""
        }
        var members: [String: [DocsOperation]] = [:]
        for operation in operations {
            let raw = document.value(at: operation.pointer) ?? .null
            let name = raw["tags"]?[0]?.stringValue ?? ""
            if members[name] == nil, about[name] == nil { order.append(name) }
            members[name, default: []].append(builder.view(of: operation, raw: raw))
        }
        return order.compactMap { name in
            guard let operations = members[name] else { return nil }
            return DocsGroup(
                groupName: name.isEmpty
                    ? (members.count == 1 ? "Operations" : "Other operations") : Prose.line(name, limit: 100),
                groupAnchor: builder.anchors.anchor(for: name, prefix: "tag-"),
                groupAbout: Prose.paragraphs(about[name], limit: 1_000), operations: operations)
        }
    }
}
