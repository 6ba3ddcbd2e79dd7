internal import DoorwardForms

/// Which form of a page to send on the way through a sign-in, and how it is filled in.
struct FormChoice: Sendable {
    enum Kind: Sendable, Equatable { case password, userName, consent, secondFactor }

    var kind: Kind
    var form: PageForm
    /// What is typed or ticked, on top of what the page holds; nil takes a field away.
    var values: [(name: String, value: String)] = []
    var button: PageForm.Button?

    /// Picks a form; nil when there is none for somebody who signs in and agrees.
    init?(_ page: FormPage, user: String, password: String, hasSentPassword: Bool, hasSentName: Bool) {
        let forms = page.forms.filter { !Self.isAside($0) }
        let logins = forms.filter { $0.fields.contains { $0.type == "password" } }
        if let form = logins.first(where: { $0.fields.count { $0.type == "password" } == 1 }) ?? logins.first {
            self.init(kind: .password, form: form)
            fillIn(user: user, password: password)
        } else if !hasSentPassword, !hasSentName, let form = forms.first(where: { Self.nameField(of: $0) != nil }),
            let field = Self.nameField(of: form)
        {
            self.init(kind: .userName, form: form)
            values = [(field, user)]
            button = form.buttons.first { !ButtonWords.isRefusal($0.words) } ?? form.buttons.first
        } else if let form = forms.first(where: Self.asksForCode) {
            self.init(kind: .secondFactor, form: form)
        } else if let (form, button) = Self.agreement(forms) {
            self.init(kind: .consent, form: form)
            self.button = button
            tick()
        } else {
            return nil
        }
    }

    private init(kind: Kind, form: PageForm) {
        self.kind = kind
        self.form = form
    }

    private mutating func fillIn(user: String, password: String) {
        guard let place = form.fields.firstIndex(where: { $0.type == "password" }) else { return }
        values = [(form.fields[place].name, password)]
        let before = form.fields[..<place].last { ["text", "email", "tel", ""].contains($0.type) }
        if let name = before?.name ?? Self.nameField(of: form) { values.append((name, user)) }
        button = form.buttons.first { !ButtonWords.isRefusal($0.words) } ?? form.buttons.first
    }

    /// Radio buttons for yes, and every box that is no request to be forgotten.
    private mutating func tick() {
        var groups: [String: [PageForm.Choice]] = [:]
        // A page with more than that is no consent page.
        for choice in form.choices.prefix(200) {
            if choice.type == "radio" {
                groups[choice.name, default: []].append(choice)
            } else if !choice.isChecked, !ButtonWords.isRefusal(choice.words) {
                values.append((choice.name, choice.value))
            }
        }
        for (name, choices) in groups.sorted(by: { $0.key < $1.key }) {
            let best = choices.max { ButtonWords.score($0.words) < ButtonWords.score($1.words) }
            let checked = choices.first(where: \.isChecked)
            guard let best, ButtonWords.score(best.words) > 0 || checked == nil else { continue }
            values.append((name, best.value))
        }
    }

    /// Forms that lead away: search, sign-out, another language.
    private static func isAside(_ form: PageForm) -> Bool {
        let action = form.action.lowercased()
        if ["logout", "log-out", "signout", "sign-out", "search", "locale"].contains(where: { action.contains($0) }) {
            return true
        }
        return form.fields.contains { $0.type == "search" }
    }

    private static func nameField(of form: PageForm) -> String? {
        let typed = form.fields.filter { ["text", "email", "tel"].contains($0.type) }
        let known = typed.first { field in
            let name = field.name.lowercased()
            return field.type == "email"
                || ["user", "mail", "login", "ident", "account"].contains { name.contains($0) }
        }
        return known?.name
    }

    private static func asksForCode(_ form: PageForm) -> Bool {
        form.fields.contains { field in
            let name = field.name.lowercased()
            return ["text", "tel", "number"].contains(field.type)
                && ["code", "otp", "token", "pin", "mfa"].contains { name.contains($0) }
        }
    }

    private static func agreement(_ forms: [PageForm]) -> (PageForm, PageForm.Button?)? {
        var best: (form: PageForm, button: PageForm.Button?, score: Int)?
        for form in forms {
            for button in form.buttons {
                let score = ButtonWords.score(button.words)
                if score >= 0, score > best?.score ?? -1 { best = (form, button, score) }
            }
            let isHidden = !form.fields.isEmpty && form.fields.allSatisfy { $0.type == "hidden" }
            // A form of hidden fields sends itself where scripts run.
            if form.buttons.isEmpty, isHidden, best == nil { best = (form, nil, 0) }
        }
        return best.map { ($0.form, $0.button) }
    }

    /// All fields as they are sent.
    var sentFields: [(name: String, value: String)] {
        let radios = Set(form.choices.filter { $0.type == "radio" }.map(\.name))
        let boxes = Set(form.choices.filter { $0.type == "checkbox" }.map(\.name))
        var rest = values
        var sent: [(name: String, value: String)] = []
        for field in form.fields {
            if !boxes.contains(field.name), let place = rest.firstIndex(where: { $0.name == field.name }) {
                if !radios.contains(field.name) || field.type == "radio" { sent.append(rest.remove(at: place)) }
            } else {
                sent.append((field.name, field.value))
            }
        }
        sent += rest
        if let button, !button.name.isEmpty { sent.append((button.name, button.value)) }
        return sent
    }
}
