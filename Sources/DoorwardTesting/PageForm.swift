/// A form of a ``FormPage``.
public struct PageForm: Sendable {
    /// A field that is sent with the form.
    public struct Field: Sendable, Equatable {
        public var name: String
        public var type: String
        public var value: String
    }

    public var action: String
    /// In lower case.
    public var method: String
    /// The fields with a name, in their order; of a selection the chosen option. Buttons are not among them.
    public private(set) var fields: [Field] = []
    /// Name and value of the buttons.
    public private(set) var buttons: [Field] = []

    init(action: String, method: String) {
        self.action = action
        self.method = method.lowercased()
    }

    /// The value of a field.
    public subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    mutating func take(_ tag: String, _ attributes: [String: String]) {
        switch tag {
        case "input":
            guard let name = attributes["name"] else { return }
            fields.append(
                Field(name: name, type: attributes["type"] ?? "text", value: attributes["value"] ?? ""))
        case "select": fields.append(Field(name: attributes["name"] ?? "", type: "select", value: ""))
        case "option":
            guard let last = fields.indices.last, fields[last].type == "select" else { return }
            if fields[last].value.isEmpty || attributes["selected"] != nil {
                fields[last].value = attributes["value"] ?? ""
            }
        case "button":
            buttons.append(
                Field(name: attributes["name"] ?? "", type: "submit", value: attributes["value"] ?? ""))
        default: return
        }
    }
}
