import Foundation
import Testing

@testable import DoorwardDoctor

/// The list of animals in `docs/doctor.md`.
@Suite("The zoo's list")
struct ZooPageTests {
    private static let begin = "<!-- zoo:begin -->\n"
    private static let end = "<!-- zoo:end -->"

    private static let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("docs/doctor.md")

    @Test("docs/doctor.md lists the zoo as it is")
    func listIsCurrent() throws {
        let text = try String(contentsOf: Self.page, encoding: .utf8)
        let start = try #require(text.range(of: Self.begin), "the page has no \(Self.begin)")
        let stop = try #require(text.range(of: Self.end), "the page has no \(Self.end)")
        if ProcessInfo.processInfo.environment["DOORWARD_WRITE_DOCS"] == "1" {
            let new = text.replacingCharacters(in: start.upperBound..<stop.lowerBound, with: Self.list)
            try new.write(to: Self.page, atomically: true, encoding: .utf8)
            return
        }
        #expect(
            text[start.upperBound..<stop.lowerBound] == Self.list,
            "run the tests once with DOORWARD_WRITE_DOCS=1 in the environment")
    }

    @Test("There are at least 40 animals with a fault, at least 8 without, and no two have the same name")
    func zooIsLarge() {
        #expect(ZooAnimal.broken.count >= 40)
        #expect(ZooVisit.all(ZooAnimal.correct).count >= 8)
        let names = (ZooAnimal.broken + ZooAnimal.correct).map(\.testDescription)
        #expect(Set(names).count == names.count)
    }

    @Test("Every fault of a server that can be seen from outside has an animal")
    func everyFaultHasAnAnimal() {
        let own = Set(Fault.selfFaults.map(\.id))
        let visible = Set(Fault.all.map(\.id)).subtracting(own).subtracting(ZooAnimal.invisible)
        #expect(visible.symmetricDifference(ZooAnimal.broken.compactMap(\.fault)).sorted() == [])
    }

    private static var list: String {
        let rows = Fault.all.flatMap { fault in ZooAnimal.broken.filter { $0.fault == fault.id } }.map { animal in
            "| \(animal.fault ?? "") | \(animal.sentence) | \(animal.profiles.joined(separator: ", ")) |"
        }
        let good = ZooAnimal.correct.map { animal in
            "| – | \(animal.sentence) | \(animal.profiles.joined(separator: ", ")) |"
        }
        let head = ["", "| fault | what is wrong | seen by |", "|---|---|---|"]
        let middle = ["", "And \(good.count) that are right, of which nothing is said:", ""]
        return (head + rows + middle + ["| | what it is | seen by |", "|---|---|---|"] + good + ["", ""])
            .joined(separator: "\n")
    }
}
