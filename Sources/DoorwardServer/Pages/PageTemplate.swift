import Mustache

/// A page's template, parsed once; every value it names is escaped for HTML.
struct PageTemplate: Sendable {
    private let parsed: Result<MustacheTemplate, any Error>

    /// Parses the template, which starts with `{{% CONTENT_TYPE:SCALAR_HTML}}`.
    init(_ text: String) {
        MustacheContentTypes.register(ScalarHTML(), named: ScalarHTML.name)
        parsed = Result { try MustacheTemplate(string: text) }
    }

    /// The page with the view's values in it, as UTF-8.
    ///
    /// A view answers by name itself: looking names up by reflection takes five times as long.
    func bytes(for view: some MustacheParent) -> [UInt8] {
        switch parsed {
        case .success(let template): Array(template.render(view).utf8)
        case .failure(let problem): Array("The template of this page cannot be read: \(problem)".utf8)
        }
    }
}
