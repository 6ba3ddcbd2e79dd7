/// A strict reader of Prometheus' text format, version 0.0.4: what a scraper forgives is an error here.
struct PrometheusReader {
    struct Malformed: Error, CustomStringConvertible { let description: String }

    struct Sample: Sendable {
        let name: String
        let labels: [String: String]
        let value: Double
    }

    struct Family: Sendable {
        let name: String
        let kind: String
        let help: String
        var samples: [Sample] = []
    }

    private(set) var families: [Family] = []

    init(_ text: String) throws {
        guard text.hasSuffix("\n") else { throw Malformed(description: "no line end at the end") }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()[...]
        while let line = lines.popFirst() {
            if line.hasPrefix("# HELP ") {
                try begin(help: line, type: lines.popFirst() ?? "")
            } else {
                try add(Sample(line: line))
            }
        }
    }

    subscript(_ name: String) -> Family? { families.first { $0.name == name } }

    /// The value of the one sample with these labels; 0 where there is none.
    func value(_ name: String, _ labels: [String: String] = [:]) -> Double {
        let found = families.flatMap(\.samples).filter { sample in
            sample.name == name && labels.allSatisfy { sample.labels[$0] == $1 }
        }
        return found.map(\.value).reduce(0, +)
    }

    private mutating func begin(help: Substring, type: Substring) throws {
        let helpWords = help.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
        let typeWords = type.split(separator: " ", omittingEmptySubsequences: false)
        guard helpWords.count == 4, typeWords.count == 4, typeWords[..<2] == ["#", "TYPE"],
            helpWords[2] == typeWords[2], ["counter", "gauge", "histogram"].contains(typeWords[3])
        else { throw Malformed(description: "\(help) / \(type)") }
        let name = String(helpWords[2])
        guard families.allSatisfy({ $0.name != name }) else { throw Malformed(description: "\(name) twice") }
        families.append(Family(name: name, kind: String(typeWords[3]), help: String(helpWords[3])))
    }

    private mutating func add(_ sample: Sample) throws {
        guard let family = families.last else { throw Malformed(description: "\(sample.name) without a family") }
        let suffixes = family.kind == "histogram" ? ["_bucket", "_sum", "_count"] : [""]
        guard suffixes.contains(where: { family.name + $0 == sample.name }) else {
            throw Malformed(description: "\(sample.name) among \(family.name)")
        }
        let isTwice = family.samples.contains { $0.name == sample.name && $0.labels == sample.labels }
        guard !isTwice else { throw Malformed(description: "\(sample.name) \(sample.labels) twice") }
        families[families.count - 1].samples.append(sample)
    }
}

extension PrometheusReader.Sample {
    /// `name{label="value",…} number`, with the three escapes that there are.
    init(line: Substring) throws {
        var rest = line
        let malformed = PrometheusReader.Malformed(description: "\(line)")
        func isName(_ text: Substring) -> Bool { text.wholeMatch(of: /[a-zA-Z_:][a-zA-Z0-9_:]*/) != nil }
        let name = rest.prefix { $0 != "{" && $0 != " " }
        guard isName(name) else { throw malformed }
        rest.removeFirst(name.count)
        var labels: [String: String] = [:]
        if rest.first == "{" {
            rest.removeFirst()
            while rest.first != "}" {
                let label = rest.prefix { $0 != "=" }
                guard isName(label), rest.dropFirst(label.count).hasPrefix("=\"") else { throw malformed }
                rest.removeFirst(label.count + 2)
                let value = try Self.quoted(&rest, malformed)
                guard labels.updateValue(value, forKey: String(label)) == nil else { throw malformed }
                if rest.first == "," { rest.removeFirst() } else if rest.first != "}" { throw malformed }
            }
            rest.removeFirst()
        }
        guard rest.first == " ", let value = Double(rest.dropFirst()) else { throw malformed }
        self.init(name: String(name), labels: labels, value: value)
    }

    private static func quoted(_ rest: inout Substring, _ malformed: PrometheusReader.Malformed) throws -> String {
        var value = ""
        while let character = rest.popFirst() {
            if character == "\"" { return value }
            guard character == "\\" else {
                value.append(character)
                continue
            }
            switch rest.popFirst() {
            case "\\": value.append("\\")
            case "\"": value.append("\"")
            case "n": value.append("\n")
            default: throw malformed
            }
        }
        throw malformed
    }
}
