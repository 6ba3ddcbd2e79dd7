/// A form of a ``FormPage``.
public struct PageForm: Sendable {
    /// A field that is sent with the form.
    public struct Field: Sendable, Equatable {
        public var name: String
        public var type: String
        public var value: String
    }

    /// A radio button or a box to tick.
    public struct Choice: Sendable, Equatable {
        public var name: String
        /// `radio` or `checkbox`.
        public var type: String
        public var value: String
        public var isChecked: Bool
        /// What people read beside it.
        public var label: String
        var id: String
    }

    /// A button that sends the form.
    public struct Button: Sendable, Equatable {
        public var name: String
        public var value: String
        /// What people read on it.
        public var label: String
        /// Where it sends the form, when not to the form's own address.
        public var action: String?
    }

    public var action: String
    /// In lower case.
    public var method: String
    public var id: String
    /// The fields with a name that are sent as the page stands, in their order: of a selection the chosen option, of
    /// radio buttons and boxes the ticked ones. Buttons are not among them.
    public internal(set) var fields: [Field] = []
    /// Radio buttons and boxes, ticked or not.
    public internal(set) var choices: [Choice] = []
    public internal(set) var buttons: [Button] = []
    /// The place in ``fields`` of the selection that is being read, and whether one of its options is chosen.
    private var selection: (place: Int, isChosen: Bool)?
    /// The option without a value that is being read: its text is its value.
    private var isOptionOpen = false

    init(_ attributes: [String: String]) {
        action = attributes["action"] ?? ""
        method = (attributes["method"] ?? "get").lowercased()
        id = attributes["id"] ?? ""
    }

    /// The value of a field.
    public subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

    mutating func take(_ tag: String, _ attributes: [String: String]) {
        isOptionOpen = false
        guard attributes["disabled"] == nil else { return }
        switch tag {
        case "input": takeInput(attributes)
        case "textarea":
            guard let name = attributes["name"] else { return }
            fields.append(Field(name: name, type: "textarea", value: ""))
        case "select":
            fields.append(Field(name: attributes["name"] ?? "", type: "select", value: ""))
            selection = (fields.count - 1, false)
        case "option": takeOption(attributes)
        case "button":
            let type = attributes["type"]?.lowercased() ?? "submit"
            guard type != "button", type != "reset" else { return }
            takeButton(attributes, label: "")
        default: return
        }
    }

    private mutating func takeInput(_ attributes: [String: String]) {
        let type = attributes["type"]?.lowercased() ?? "text"
        let name = attributes["name"] ?? ""
        switch type {
        case "button", "reset": return
        case "submit", "image":
            takeButton(attributes, label: attributes["value"] ?? attributes["alt"] ?? "Submit")
        case "radio", "checkbox":
            guard !name.isEmpty else { return }
            let value = attributes["value"] ?? "on"
            let isChecked = attributes["checked"] != nil
            choices.append(
                Choice(
                    name: name, type: type, value: value, isChecked: isChecked, label: "", id: attributes["id"] ?? ""))
            if isChecked { fields.append(Field(name: name, type: type, value: value)) }
        default:
            guard attributes["name"] != nil else { return }
            fields.append(Field(name: name, type: type, value: attributes["value"] ?? ""))
        }
    }

    private mutating func takeButton(_ attributes: [String: String], label: String) {
        buttons.append(
            Button(
                name: attributes["name"] ?? "", value: attributes["value"] ?? "", label: label,
                action: attributes["formaction"]))
    }

    private mutating func takeOption(_ attributes: [String: String]) {
        guard let (place, isChosen) = selection else { return }
        let isSelected = attributes["selected"] != nil
        guard isSelected || !isChosen else { return }
        fields[place].value = attributes["value"] ?? ""
        selection = (place, true)
        isOptionOpen = attributes["value"] == nil
    }

    /// A text inside the form.
    mutating func take(text: String, in tag: String) {
        switch tag {
        case "button":
            if let last = buttons.indices.last { buttons[last].label += text }
        case "textarea":
            if let last = fields.indices.last, fields[last].type == "textarea" { fields[last].value = text }
        default:
            guard isOptionOpen, let place = selection?.place else { return }
            fields[place].value = FormPage.squeezed(text)
            isOptionOpen = false
        }
    }

    mutating func label(choice: Int, _ text: String) {
        guard choices.indices.contains(choice) else { return }
        choices[choice].label = text
    }
}
