import NIOHTTP1

/// What the upstream has seen, so that a test can tell whether the gate let anything through.
///
/// Only touched on the upstream's single event loop.
final class Ledger {
    private(set) var heads = 0
    private(set) var complete = 0
    private(set) var connections = 0
    private(set) var targets: [String] = []

    func connected() { connections += 1 }

    func began(_ target: String) {
        heads += 1
        if targets.count < 10_000 { targets.append(target) }
    }

    func finished() { complete += 1 }

    var json: String {
        let list = targets.map(JSON.string).joined(separator: ",")
        return #"{"heads":\#(heads),"complete":\#(complete),"connections":\#(connections),"targets":[\#(list)]}"#
    }
}

/// The little JSON writing the upstream needs.
enum JSON {
    static func string(_ text: some StringProtocol) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }

    static func pairs(_ headers: HTTPHeaders) -> String {
        "[" + headers.map { "[\(string($0.name)),\(string($0.value))]" }.joined(separator: ",") + "]"
    }
}
