import DoorwardOAuth

/// A provider as the pages show it: a name for forms, a label for people.
enum ProviderButton {
    static func values(_ provider: any SignInProvider) -> PageValues {
        ["name": .text(provider.name), "label": .text(label(of: provider))]
    }

    static func label(of provider: any SignInProvider) -> String { ShownText.line(provider.label, limit: 40) }
}
