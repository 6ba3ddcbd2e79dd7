import DoorwardDocuments
import Testing

@Suite("OpenAPI documents that can be read in half only")
struct OpenAPIHalfTests {
    private static let document = """
        openapi: 3.1.0
        info: {title: a, version: b}
        servers:
        - url: https://a.test
        paths:
          /a/{id}:
            get:
              operationId: one
              summary: x
              parameters: [{name: id, in: path, required: true, schema: {type: string}}]
              responses: {'200': {description: a}}
        """

    @Test(
        "Only what is written there is judged",
        arguments: [
            ("summary: x", "summary: @x"), ("summary: x", "summary: *nope"), ("      summary: x", "\tsummary: x"),
            ("https://a.test", "{{BASE}}"), ("operationId: one", "operationId: {{ID}}"), ("info: {", "info: @{"),
            ("  parameters:", "\tparameters:"), ("paths:", "paths: @"), ("responses: {", "responses: @{"),
        ])
    func absent(_ right: String, _ wrong: String) {
        let text = Self.document.replacing(right, with: wrong)
        #expect(text != Self.document)
        let report = OpenAPIFragment.lint(text)
        #expect(report.short.filter { $0.hasPrefix("DW2") } == [])
        #expect(report.count(.error) > 0)
    }

    @Test("What is written there is judged all the same")
    func present() {
        let text = Self.document.replacing("https://a.test", with: "http://a.test")
            .replacing("summary: x", with: "summary: @x")
        #expect(OpenAPIFragment.lint(text).short.filter { $0.hasPrefix("DW2") } == ["DW216 error /servers/0/url"])
    }

    @Test("Whole, the document is good")
    func whole() {
        #expect(OpenAPIFragment.lint(Self.document).short == [])
    }
}
