/// What a browser calls itself, in two words where it is one of the usual ones.
enum BrowserName {
    /// In the order in which they have to be looked for: each calls itself what the later ones are called, too. Many
    /// call themselves `Safari/`; the one that is so names its version beside it.
    private static let browsers = [
        ("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"),
        ("HeadlessChrome/", "Chrome"), ("CriOS/", "Chrome"), ("FxiOS/", "Firefox"),
    ]
    private static let systems = [
        ("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Android", "Android"), ("Windows", "Windows"),
        ("Mac OS X", "a Mac"), ("Linux", "Linux"),
    ]

    static func readable(_ agent: String) -> String {
        let words = agent.split { $0 == " " || $0 == "(" || $0 == ";" }.map(String.init)
        func has(_ name: String) -> Bool { words.contains { $0.hasPrefix(name) } }
        let browser = browsers.first { has($0.0) }?.1 ?? (has("Safari/") && has("Version/") ? "Safari" : nil)
        let system = systems.first { name, _ in agent.contains(name) }?.1
        if let browser { return system.map { "\(browser) on \($0)" } ?? browser }
        guard let system, agent.hasPrefix("Mozilla/") else { return ShownText.line(agent, limit: 60) }
        return "A browser on \(system)"
    }
}
