import Testing

@testable import DoorwardServer

@Suite("Anchors")
struct AnchorsTests {
    @Test(
        "are made of letters, digits, - and _",
        arguments: [("listPlants", "op-listPlants"), ("GET /a/{b}", "op-GET-a-b-"), ("é\"<>", "op--"), ("", "op-")])
    func slugs(name: String, wanted: String) {
        var anchors = Anchors()
        #expect(anchors.anchor(for: name, prefix: "op-") == wanted)
    }

    @Test("differ even where the names with numbers are taken")
    func unique() {
        var anchors = Anchors()
        let made = ["a", "a-2", "a", "a", "a-2"].map { anchors.anchor(for: $0, prefix: "") }
        #expect(made == ["a", "a-2", "a-3", "a-4", "a-2-2"])
    }
}
