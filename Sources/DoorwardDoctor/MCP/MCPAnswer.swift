internal import DoorwardDocuments

/// What an MCP server said to a call.
enum MCPAnswer {
    case result(JSONValue)
    case error(code: Int?, message: String)
    /// Not JSON-RPC: why, as the end of a sentence that begins with "the answer".
    case none(String)

    /// Reads a single JSON answer, or the message with a result or an error in a stream of events.
    init(_ response: ProbeResponse) {
        let messages =
            response.mediaType == "text/event-stream"
            ? EventStream.messages(of: response.body) : [response.body]
        for bytes in messages {
            guard let value = try? JSONValue(parsing: bytes), value["jsonrpc"] != nil else { continue }
            if let result = value["result"] {
                self = .result(result)
                return
            }
            if let error = value["error"] {
                self = .error(code: error["code"]?.intValue, message: error["message"]?.stringValue ?? "")
                return
            }
        }
        self = .none(response.inBrief)
    }

    var result: JSONValue? { if case .result(let value) = self { value } else { nil } }

    var isJSONRPC: Bool { if case .none = self { false } else { true } }

    /// As the end of a sentence that begins with "the answer was".
    var words: String {
        switch self {
        case .result: "a result"
        case .error(let code, let message):
            "the JSON-RPC error \(code.map(String.init) ?? "without a code")\(message.isEmpty ? "" : ": " + message)"
        case .none(let why): why
        }
    }
}

/// `text/event-stream`, as far as MCP uses it.
enum EventStream {
    /// The data of each event, in order; of a stream that was cut off, the last whole event is the last.
    static func messages(of bytes: [UInt8]) -> [[UInt8]] {
        var messages: [[UInt8]] = []
        var data: [UInt8]?
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        for line in lines {
            let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
            if line.isEmpty {
                if let data { messages.append(data) }
                data = nil
            } else if line.starts(with: "data:".utf8) {
                var value = line.dropFirst(5)
                if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
                if data == nil { data = [] } else { data?.append(UInt8(ascii: "\n")) }
                data?.append(contentsOf: value)
            }
        }
        if let data { messages.append(data) }
        return messages
    }
}
