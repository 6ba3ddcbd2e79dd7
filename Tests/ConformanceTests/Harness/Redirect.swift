/// Where the authorization endpoint sent a browser in the end.
struct Redirect: Sendable, CustomStringConvertible {
    let address: String

    var description: String { address }

    /// The parameters in order, decoded; a value that is not UTF-8 is left as it is.
    var parameters: [(name: String, value: String)] {
        guard let mark = address.firstIndex(of: "?") else { return [] }
        return address[address.index(after: mark)...].split(separator: "&").map { item in
            let sides = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let value = sides.count == 2 ? sides[1] : ""
            return (Form.decode(sides[0]) ?? String(sides[0]), Form.decode(value) ?? String(value))
        }
    }

    /// The value of a parameter; `nil` where it is absent or there more than once.
    subscript(_ name: String) -> String? {
        let found = all(name)
        return found.count == 1 ? found[0] : nil
    }

    func all(_ name: String) -> [String] { parameters.filter { $0.name == name }.map(\.value) }

    var code: String? { self["code"] }
    var error: String? { self["error"] }
}
