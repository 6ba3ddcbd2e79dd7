import Doorward
import Foundation
import Testing

@Suite("The reference of the configuration")
struct ReferenceTests {
    @Test("is the one that the table of keys makes ('make reference' writes it)")
    func isCurrent() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let written = try String(contentsOf: root.appending(path: "docs/configuration.md"), encoding: .utf8)
        let made = ConfigurationReference.markdown()
        #expect(written.trimmingCharacters(in: .newlines) == made.trimmingCharacters(in: .newlines))
    }
}
