import Testing

@testable import DoorwardServer

@Suite("The page's script")
struct DocsScriptTests {
    @Test("is strict, small and makes no markup or code from text")
    func shape() {
        let script = DocsScript.text
        #expect(script.hasPrefix("'use strict';\n"))
        #expect(script.split(separator: "\n", omittingEmptySubsequences: false).count < 250)
        for word in [
            "eval(", "innerHTML", "outerHTML", "insertAdjacent", "document.write", "Function(", "Storage", "cookie",
        ] {
            #expect(!script.contains(word), "\(word)")
        }
    }

    @Test("knows the attributes that the page has")
    func attributes() {
        for name in [
            "data-in", "data-name", "data-list", "data-method", "data-path", "data-content-type", "data-curl",
            "data-example",
        ] {
            #expect(DocsTemplate.text.contains(name), "\(name)")
        }
        for name in [
            "dataset.in", "dataset.name", "dataset.list", "dataset.method", "dataset.path", "dataset.curl",
            "dataset.example",
        ] {
            #expect(DocsScript.text.contains(name), "\(name)")
        }
    }
}
