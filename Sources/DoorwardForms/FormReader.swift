/// Gathers forms, and the labels of what can be chosen in them, from the pieces of a page.
struct FormReader {
    private var forms: [PageForm] = []
    private var isInside = false
    /// The element whose text matters: a button, a text area.
    private var open = ""
    /// Controls that stand outside of the form that they name.
    private var strays: [(form: String, tag: String, attributes: [String: String])] = []
    private var label: Label?
    private var labels: [Label] = []

    private struct Label {
        var owner: String
        var text = ""
        /// The choice inside of it: places of form and choice.
        var choice: (form: Int, place: Int)?
    }

    mutating func read(_ piece: FormPage.Piece) {
        switch piece {
        case .start("form", let attributes):
            forms.append(PageForm(attributes))
            isInside = true
        case .end("form"):
            closeLabel()
            isInside = false
        case .start("label", let attributes):
            closeLabel()
            label = Label(owner: attributes["for"] ?? "")
        case .end("label"): closeLabel()
        case .start(let name, let attributes): control(name, attributes)
        case .end(let name): if name == open { open = "" }
        case .text(let text):
            label?.text += text
            if isInside { forms[forms.count - 1].take(text: text, in: open) }
        }
    }

    private mutating func control(_ name: String, _ attributes: [String: String]) {
        if let owner = attributes["form"], ["input", "button", "select", "textarea"].contains(name) {
            strays.append((owner, name, attributes))
            return
        }
        guard isInside else { return }
        let form = forms.count - 1
        let known = forms[form].choices.count
        let buttons = forms[form].buttons.count
        forms[form].take(name, attributes)
        if name == "textarea" || name == "button" && forms[form].buttons.count > buttons { open = name }
        if forms[form].choices.count > known, label != nil { label?.choice = (form, known) }
    }

    private mutating func closeLabel() {
        if let label { labels.append(label) }
        label = nil
    }

    mutating func finished() -> [PageForm] {
        closeLabel()
        for stray in strays.prefix(200) {
            guard let place = forms.firstIndex(where: { $0.id == stray.form }) else { continue }
            forms[place].take(stray.tag, stray.attributes)
        }
        var owned: [String: String] = [:]
        for label in labels {
            let text = FormPage.squeezed(label.text)
            if let choice = label.choice { forms[choice.form].label(choice: choice.place, text) }
            if !label.owner.isEmpty { owned[label.owner] = text }
        }
        for form in forms.indices {
            for (place, choice) in forms[form].choices.enumerated() {
                if let text = owned[choice.id] { forms[form].label(choice: place, text) }
            }
            for place in forms[form].buttons.indices {
                forms[form].buttons[place].label = FormPage.squeezed(forms[form].buttons[place].label)
            }
        }
        return forms
    }
}
