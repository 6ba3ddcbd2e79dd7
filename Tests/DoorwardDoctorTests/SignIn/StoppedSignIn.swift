import Testing

@testable import DoorwardDoctor

/// A sign-in that stops, and why.
struct StoppedSignIn: Sendable, CustomTestStringConvertible {
    var reason: SignInStop.Reason
    var says: String
    var pages: [String: PageSite.Page]
    var testDescription: String { "\(reason)" }

    static let login = """
        <form method=post action="/login"><input type=hidden name=csrf value="a&amp;b">
        <input name=username><input type=password name=pw><button name=go value=1>Log in</button></form>
        """

    static let all = [
        StoppedSignIn(
            reason: .wrongPassword, says: "“Sign in”, “Wrong password.”",
            pages: [
                "GET login.example/start": { _ in PageSite.html("Sign in", Self.login) },
                "POST login.example/login": { _ in
                    PageSite.html("Sign in", "<div class='form-error'><b>Wrong</b> password.</div>" + Self.login)
                },
            ]),
        StoppedSignIn(
            reason: .needsScript, says: "JavaScript",
            pages: [
                "GET login.example/start": { _ in
                    PageSite.html(
                        "App",
                        """
                        <noscript>Please enable JavaScript.</noscript><div id=root></div><script src=a></script>
                        """)
                }
            ]),
        StoppedSignIn(
            reason: .needsSecondFactor, says: "second factor",
            pages: [
                "GET login.example/start": { _ in PageSite.html("Sign in", Self.login) },
                "POST login.example/login": { _ in
                    PageSite.html("Code", "<form method=post><input name=otp_code><button>Verify</button></form>")
                },
            ]),
        StoppedSignIn(
            reason: .errorPage, says: "500",
            pages: ["GET login.example/start": { _ in PageSite.html("Oops", "<h1>It broke</h1>", status: 500) }]),
        StoppedSignIn(
            reason: .errorPage, says: "“Invalid redirect”",
            pages: ["GET login.example/start": { _ in PageSite.html("Invalid redirect", "") }]),
        StoppedSignIn(
            reason: .noForm, says: "“Hello”", pages: ["GET login.example/start": { _ in PageSite.html("Hello", "") }]),
        StoppedSignIn(
            reason: .tooManySteps, says: "20",
            pages: [
                "GET login.example/start": { _ in
                    PageSite.html("Again", "<form method=post><button>Continue</button></form>")
                },
                "POST login.example/start": { _ in
                    PageSite.html("Again", "<form method=post><button>Continue</button></form>")
                },
            ]),
        StoppedSignIn(
            reason: .errorPage, says: "10 redirects",
            pages: ["GET login.example/start": { _ in PageSite.redirect("/start") }]),
        StoppedSignIn(
            reason: .errorPage, says: "`javascript:`",
            pages: ["GET login.example/start": { _ in PageSite.redirect("javascript:alert(1)") }]),
        StoppedSignIn(
            reason: .sentElsewhere, says: "https://chat.openai.com/home",
            pages: ["GET login.example/start": { _ in PageSite.redirect("https://chat.openai.com/home?code=c") }]),
        StoppedSignIn(
            reason: .errorPage, says: "leads nowhere",
            pages: ["GET login.example/start": { _ in PageSite.redirect("ht tp://x y/") }]),
    ]
}
