/// One HTTP/1 message as one reader understood it.
struct WireMessage: Equatable {
    struct Field: Equatable {
        var name: [UInt8]
        /// Without the white space around it (RFC 9112 §5).
        var value: [UInt8]
    }

    enum Framing: Equatable {
        /// So many bytes; zero where there is no body.
        case length(Int)
        case chunked
        case untilClose
    }

    /// Empty in answers.
    var method: [UInt8] = []
    /// Empty in answers.
    var target: [UInt8] = []
    /// Zero in requests.
    var status = 0
    var reason: [UInt8] = []
    /// The version's second digit.
    var minor = 1
    var fields: [Field] = []
    var framing = Framing.length(0)
    var keepAlive = true
    /// As much of the body as has come.
    var body: [UInt8] = []
    var trailers: [Field] = []
    /// The offset behind the message's last byte; nil while it is not complete.
    var end: Int?
}

/// All that a reader understood of the bytes of one connection.
struct WireReading: Equatable {
    enum Ending: Equatable {
        /// It would read on.
        case more
        /// It will not read what follows the last message, which ends the connection.
        case closed
        case refused(String)
    }

    /// A message is here as soon as its head was accepted.
    var messages: [WireMessage] = []
    var ending = Ending.more

    /// Which of two faults is named may depend on what has come so far; whether it is refused may not.
    var withoutWords: WireReading {
        guard case .refused = ending else { return self }
        return WireReading(messages: messages, ending: .refused(""))
    }

    var isRefused: Bool {
        if case .refused = ending { true } else { false }
    }
}

/// What two readers, or two readings of one, disagree about.
struct Discrepancy: Error, CustomStringConvertible {
    let what: String
    let input: [UInt8]
    var details: [String] = []

    var description: String {
        (["\(what): \(InputText.write(input))"] + details).joined(separator: "\n    ")
    }
}

extension WireMessage.Field: CustomStringConvertible {
    var description: String { "\(InputText.write(name)): \(InputText.write(value))" }

    init(_ name: String, _ value: String) { self.init(name: Array(name.utf8), value: Array(value.utf8)) }

    /// The name in lower case.
    var key: [UInt8] { name.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 } }
}

extension WireMessage: CustomStringConvertible {
    var description: String {
        let start = status == 0 ? "\(InputText.write(method)) \(InputText.write(target))" : "\(status) \(reason.count)"
        return "\(start) 1.\(minor) \(fields) \(framing) keepAlive=\(keepAlive) body=\(InputText.write(body)) "
            + "trailers=\(trailers) end=\(end.map(String.init) ?? "-")"
    }
}
