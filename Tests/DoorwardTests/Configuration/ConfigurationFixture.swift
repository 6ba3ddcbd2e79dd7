import Testing

@testable import Doorward

/// A configuration text that is right but for what a test puts into it.
///
/// `public_url` is on line 1, `upstream.url` on line 3, `auth` on line 4, what is added begins on line 5.
struct ConfigurationFixture {
    var publicURL = "https://api.example.com"
    var upstream = "http://127.0.0.1:9000"
    var auth = "none"
    var added = ""

    var text: String {
        "public_url: \(publicURL)\nupstream:\n  url: \(upstream)\nauth: \(auth)\n\(added)\n"
    }
}

/// What loading a text gives: the configuration, or all problems; warnings are among the problems either way.
func outcome(
    _ text: String, environment: [String: String] = [:], flags: [(path: String, value: String)] = []
) -> (loaded: LoadedConfiguration?, problems: [ConfigurationProblem]) {
    outcome(Array(text.utf8), environment: environment, flags: flags)
}

func outcome(
    _ bytes: [UInt8], environment: [String: String] = [:], flags: [(path: String, value: String)] = []
) -> (loaded: LoadedConfiguration?, problems: [ConfigurationProblem]) {
    do throws(ConfigurationFailure) {
        let loaded = try ConfigurationLoader.load(text: bytes, environment: environment, flags: flags)
        return (loaded, loaded.warnings)
    } catch {
        return (nil, error.problems)
    }
}

/// One wrong input and the problem it must give.
struct WrongInput: Sendable, CustomTestStringConvertible {
    let text: String
    let key: String
    let line: Int?
    let words: String
    var severity = ConfigurationProblem.Severity.error

    var testDescription: String { "\(key) on line \(line.map(String.init) ?? "–"): \(words)" }

    /// Lines added to a right configuration: the first of them is line 5.
    static func adding(
        _ added: String, _ key: String, line: Int = 5, auth: String = "none", _ words: String,
        _ severity: ConfigurationProblem.Severity = .error
    ) -> WrongInput {
        let text = ConfigurationFixture(auth: auth, added: added).text
        return WrongInput(text: text, key: key, line: line, words: words, severity: severity)
    }

    static func publicURL(_ value: String, _ words: String) -> WrongInput {
        WrongInput(text: ConfigurationFixture(publicURL: value).text, key: "public_url", line: 1, words: words)
    }

    static func upstream(_ value: String, _ words: String) -> WrongInput {
        WrongInput(text: ConfigurationFixture(upstream: value).text, key: "upstream.url", line: 3, words: words)
    }

    static func auth(_ value: String, _ words: String) -> WrongInput {
        WrongInput(text: ConfigurationFixture(auth: value).text, key: "auth", line: 4, words: words)
    }
}
