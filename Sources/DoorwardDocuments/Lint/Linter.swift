/// Reads documents as the importers of assistants do, and says what they would refuse.
///
/// It knows nothing of files and sockets: whoever makes it says how a relative reference becomes bytes.
public struct Linter: Sendable {
    private let surface: LintSurface?
    private let load: @Sendable (_ reference: String, _ base: String) -> [UInt8]?

    /// - Parameters:
    ///   - surface: who will read the documents; nil to work it out from each.
    ///   - load: the bytes behind a relative reference (`schemas/pet.yaml`) in a document of that name, or nil.
    public init(
        surface: LintSurface? = nil,
        load: @escaping @Sendable (_ reference: String, _ base: String) -> [UInt8]? = { _, _ in nil }
    ) {
        self.surface = surface
        self.load = load
    }

    /// Lints one document; whatever it holds, this returns.
    public func lint(_ input: LintInput) -> LintReport { lint(input, mostPerRule: LintSubject.mostPerRule) }

    func lint(_ input: LintInput, mostPerRule: Int) -> LintReport {
        let document = Self.read(input)
        let kind = LintReport.DocumentKind(of: document, name: input.name)
        let surface = surface ?? kind.usualSurface
        let load = load
        let files = ReferencedFiles { load($0, input.name) }
        var subject = LintSubject(
            document: document, input: input, kind: kind, surface: surface, mostPerRule: mostPerRule,
            load: files.load)
        subject.checkSyntax()
        switch kind {
        case .manifest: subject.checkManifest()
        case .openAPI, .swagger: subject.checkOpenAPI()
        case .protectedResourceMetadata, .authorizationServerMetadata, .clientMetadata: subject.checkMetadata()
        case .unknown: subject.checkUnknown()
        }
        let secrets = subject.checkSecrets(and: files.loaded)
        let findings = subject.findings.enumerated().sorted {
            ($0.element.line, $0.element.column, $0.offset) < ($1.element.line, $1.element.column, $1.offset)
        }
        return LintReport(
            file: input.name, kind: kind, surface: surface, findings: findings.map { $0.element.masked(secrets) })
    }

    /// Reads a document as its name promises: a manifest is always JSON, all else is what it looks like.
    private static func read(_ input: LintInput) -> LocatedDocument {
        guard LintReport.DocumentKind.isManifestName(input.name) else { return LocatedDocument.read(input.bytes) }
        let document = LocatedDocument.read(input.bytes, as: .json)
        guard document.root?.kind != .object, !document.problems.isEmpty else { return document }
        // One finding that says “this is YAML” helps more than a hundred that miss quotes and braces.
        let other = LocatedDocument.read(input.bytes)
        let isYAML = other.syntax == .yaml && other.root?.kind == .object && !other.problems.contains(where: \.isFatal)
        return isYAML ? other : document
    }
}
