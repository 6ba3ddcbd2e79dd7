import Mustache

/// The template of the page at `/legal`; its values come from ``LegalView``.
enum LegalTemplate {
    static let text = #"""
        {{% CONTENT_TYPE:SCALAR_HTML}}<!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{title}} – legal</title>
        <link rel="stylesheet" href="/docs/doorward.css">
        <link rel="icon" href="{{logoPath}}">
        </head>
        <body>
        <main class="page">
        <h1>{{title}}: legal information</h1>
        <div class="prose">{{#paragraphs}}<p>{{.}}</p>
        {{/paragraphs}}</div>
        <p><a href="/">About this service</a></p>
        </main>
        </body>
        </html>

        """#
}

/// What the page at `/legal` shows.
struct LegalView: Sendable, MustacheParent {
    var title: String
    var logoPath: String
    var paragraphs: [String]

    func child(named key: String) -> Any? {
        switch key {
        case "title": title
        case "logoPath": logoPath
        case "paragraphs": paragraphs
        default: nil
        }
    }
}
