/// Transcripts as one page that needs nothing else: to be sent to a colleague, or kept.
///
/// No scripts, no fonts, no pictures from elsewhere; it fits narrow screens, dark ones, and paper.
public struct HTMLReport {
    private let examinations: [(report: ExaminationReport, profile: ClientProfile)]
    private let version: String
    private let madeAt: Double

    /// - Parameters:
    ///   - version: Doorward's own version.
    ///   - madeAt: seconds since 1970.
    public init(
        _ examinations: [(report: ExaminationReport, profile: ClientProfile)], version: String, madeAt: Double
    ) {
        self.examinations = examinations
        self.version = version
        self.madeAt = madeAt
    }

    public var html: String {
        let title = "doorward doctor: \(examinations.first?.report.target ?? "")"
        var page = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(Self.escaped(title))</title>
            <style>\(Self.style)</style>
            </head>
            <body>
            <main>
            <h1>doorward doctor</h1>

            """
        for (report, profile) in examinations { page += HTMLExamination(report, profile).html }
        page += "</main>\n<footer><p>Made by doorward \(Self.escaped(version)) on "
        page += "<time>\(Timestamp(secondsSince1970: madeAt).text)</time>. Secrets are masked.</p></footer>\n"
        return page + "</body>\n</html>\n"
    }

    /// A text as it stands between tags or in a quoted attribute.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static let style = """
        :root{color-scheme:light dark;--ink:#1c2024;--paper:#fff;--soft:#5b6570;--line:#d5dae0;--code:#f3f5f7;\
        --good:#1a6b32;--bad:#b3181f;--warn:#7a4d00;--badpaper:#fdf0f0}
        @media (prefers-color-scheme:dark){:root{--ink:#e8ebee;--paper:#15181b;--soft:#a3adb8;--line:#3a424a;\
        --code:#20252a;--good:#6fd08c;--bad:#ff8f8f;--warn:#ffc46b;--badpaper:#2b1a1c}}
        *{box-sizing:border-box}
        body{margin:0;font:16px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
        main,footer{max-width:60rem;margin:0 auto;padding:1rem}
        h1{font-size:1.1rem;color:var(--soft);margin:0 0 1rem}
        h2{font-size:1.5rem;margin:0;overflow-wrap:anywhere}
        h3{font-size:1rem;margin:0;display:inline}
        .who{color:var(--soft);margin:.2rem 0 1rem}
        .sum{font-weight:600}
        ol{list-style:none;padding:0;margin:1rem 0 3rem}
        li.step{border-top:1px solid var(--line);padding:.7rem 0}
        li.failed{background:var(--badpaper);border-left:4px solid var(--bad);padding-left:.8rem}
        .verdict{font-weight:600;margin-left:.4rem}
        .v-passed{color:var(--good)}.v-failed{color:var(--bad)}.v-warned{color:var(--warn)}.v-skipped{color:var(--soft)}
        .time{color:var(--soft);font-size:.85rem;margin-left:.4rem}
        p{margin:.4rem 0;overflow-wrap:anywhere}
        dl{margin:.6rem 0}dt{font-weight:600}dd{margin:0 0 .5rem 1rem;overflow-wrap:anywhere}
        details{margin:.4rem 0}summary{cursor:pointer;color:var(--soft);overflow-wrap:anywhere}
        pre{background:var(--code);padding:.6rem;margin:.3rem 0;white-space:pre-wrap;overflow-wrap:anywhere;font-size:.85rem}
        ul{margin:.3rem 0;padding-left:1.2rem}
        footer{color:var(--soft);font-size:.85rem;border-top:1px solid var(--line)}
        a,summary{outline-offset:2px}
        """
}
