import DoorwardDocuments

/// A document that anybody may fetch.
struct ZooFile: Sendable {
    var type: String
    var bytes: [UInt8]
    var headers: [(name: String, value: String)] = [("Cache-Control", "public, max-age=60")]

    init(_ type: String, _ bytes: [UInt8]) {
        self.type = type
        self.bytes = bytes
    }

    init(_ type: String, text: String) { self.init(type, Array(text.utf8)) }

    init(_ value: JSONValue) { self.init("application/json; charset=utf-8", value.serialized(pretty: true)) }

    var response: ZooResponse { ZooResponse(200, headers: [("Content-Type", type)] + headers, body: bytes) }

    var text: String {
        get { String(decoding: bytes, as: UTF8.self) }
        set { bytes = Array(newValue.utf8) }
    }

    /// Changes a JSON document in its place.
    mutating func mapJSON(_ change: (inout JSONObject) -> Void) {
        guard var object = (try? JSONValue(parsing: bytes))?.objectValue else { return }
        change(&object)
        bytes = JSONValue.object(object).serialized(pretty: true)
    }
}

extension JSONObject {
    /// Changes the object that is a member of this one.
    mutating func change(_ name: String, _ change: (inout JSONObject) -> Void) {
        var inner = self[name]?.objectValue ?? JSONObject()
        change(&inner)
        self[name] = .object(inner)
    }

    /// Changes the object at the end of a path of names.
    mutating func change(at path: [String], _ change: (inout JSONObject) -> Void) {
        guard let first = path.first else { return change(&self) }
        self.change(first) { $0.change(at: Array(path.dropFirst()), change) }
    }
}

extension JSONValue {
    static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }

    /// An object without one of its members.
    func without(_ name: String) -> JSONValue {
        guard var object = objectValue else { return self }
        object[name] = nil
        return .object(object)
    }
}
