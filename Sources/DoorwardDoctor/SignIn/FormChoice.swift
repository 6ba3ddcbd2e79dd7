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
    ///
    /// Forms for a new password or a new account are never sent.
    init?(_ page: FormPage, user: String, password: String, hasSentPassword: Bool, hasSentName: Bool) {
        let forms = page.forms.filter { !Self.isAside($0) }
        let isAside = Self.isAside(page)
        let logins = forms.filter { $0.fields.count { $0.type == "password" } == 1 && Self.isSent($0) }
        if !isAside, let form = logins.first {
            self.init(kind: .password, form: form)
            fillIn(user: user, password: password)
        } else if forms.contains(where: { $0.fields.contains { $0.type == "password" } }) {
            return nil
        } else if !isAside, !hasSentPassword, !hasSentName,
            let form = forms.first(where: { Self.nameField(of: $0) != nil && Self.isSent($0) }),
            let field = Self.nameField(of: form)
        {
            self.init(kind: .userName, form: form)
            values = [(field, user)]
            button = Self.signInButton(of: form)
        } else if let form = forms.first(where: Self.asksForCode) {
            self.init(kind: .secondFactor, form: form)
        } else if !isAside, let (form, button) = Self.agreement(forms) {
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
        button = Self.signInButton(of: form)
    }

    /// The button that says most clearly that it signs in; the first of several.
    private static func signInButton(of form: PageForm) -> PageForm.Button? {
        var best: (button: PageForm.Button, score: Int)?
        for button in form.buttons {
            let score = ButtonWords.signInScore(button.wordsAndPlace)
            if score >= 0, score > best?.score ?? -1 { best = (button, score) }
        }
        return best?.button
    }

    /// Whether the form can be sent by a button that signs in, or without one.
    private static func isSent(_ form: PageForm) -> Bool { form.buttons.isEmpty || signInButton(of: form) != nil }

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

    /// Forms that lead away: search, sign-out, another language, a new password, a new account.
    private static func isAside(_ form: PageForm) -> Bool {
        let place = String(form.action.lowercased().prefix { $0 != "?" })
        if ["logout", "log-out", "signout", "sign-out", "search", "locale"].contains(where: { place.contains($0) }) {
            return true
        }
        if form.fields.contains(where: { $0.type == "search" }) { return true }
        let names = form.id.lowercased() + " " + (place.split(separator: "/").last.map(String.init) ?? "")
        return [
            "forgot", "reset", "recover", "register", "registration", "signup", "sign-up", "sign_up", "create-account",
            "create_account", "createaccount",
        ].contains { names.contains($0) }
    }

    /// Whether a page's headings speak of a new password or a new account, and not of signing in.
    private static func isAside(_ page: FormPage) -> Bool {
        let heading = (page.texts(in: "title").prefix(1) + page.texts(in: "h1").prefix(1)).joined(separator: " ")
        let words = heading.lowercased()
        let isOther = [
            "reset your password", "reset password", "forgot", "password reset", "recover your", "create an account",
            "create your account", "create account", "sign up", "registration",
        ].contains { words.contains($0) }
        return isOther && !ButtonWords.isSignIn(heading)
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
                let leadsAway = ButtonWords.isAside(String((button.action ?? "").prefix { $0 != "?" }))
                let score = leadsAway ? -1 : ButtonWords.score(button.words)
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
