/// The parameters of a query or a form, in order, with as many of a name as one likes.
struct Form: Sendable, ExpressibleByDictionaryLiteral {
    /// Names and values, percent-encoded.
    private(set) var items: [(name: String, value: String)] = []

    init() {}

    init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { add(name, value) }
    }

    init(_ elements: [(String, String)]) {
        for (name, value) in elements { add(name, value) }
    }

    mutating func add(_ name: String, _ value: String) { items.append((Self.encode(name), Self.encode(value))) }

    /// Adds a value that is percent-encoded already, or wrongly.
    mutating func add(_ name: String, raw value: String) { items.append((name, value)) }

    /// Puts a value in the place of all of that name; `nil` for none.
    subscript(_ name: String) -> String? {
        get { items.last { $0.name == name }.flatMap { Self.decode($0.value) } }
        set {
            let place = items.firstIndex { $0.name == name } ?? items.endIndex
            items.removeAll { $0.name == name }
            if let newValue { items.insert((name, Self.encode(newValue)), at: min(place, items.endIndex)) }
        }
    }

    func with(_ name: String, _ value: String?) -> Form {
        var copy = self
        copy[name] = value
        return copy
    }

    func adding(_ name: String, _ value: String) -> Form {
        var copy = self
        copy.add(name, value)
        return copy
    }

    func adding(_ name: String, raw value: String) -> Form {
        var copy = self
        copy.items.append((name, value))
        return copy
    }

    func adding(_ other: Form) -> Form {
        var copy = self
        copy.items += other.items
        return copy
    }

    var text: String { items.map { "\($0.name)=\($0.value)" }.joined(separator: "&") }

    /// The same as one flat JSON object of strings.
    var json: String {
        let members = items.map { item in
            "\(Self.quoted(Self.decode(item.name) ?? "")):\(Self.quoted(Self.decode(item.value) ?? ""))"
        }
        return "{" + members.joined(separator: ",") + "}"
    }

    static func encode(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        var out = ""
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E:
                out.unicodeScalars.append(UnicodeScalar(byte))
            default: out += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
        return out
    }

    /// The text of a percent-encoded value, `+` a blank; `nil` where it is not UTF-8.
    static func decode(_ text: some StringProtocol) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte == UInt8(ascii: "+") ? 32 : byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": out += "\\\(scalar)"
            case _ where scalar.value < 0x20:
                out +=
                    "\\u" + String(repeating: "0", count: scalar.value < 16 ? 3 : 2) + String(scalar.value, radix: 16)
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
