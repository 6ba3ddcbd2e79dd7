import Mustache

/// The template of the page at `/`; its values come from ``LandingView``.
enum LandingTemplate {
    static let text = #"""
        {{% CONTENT_TYPE:SCALAR_HTML}}<!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{title}}</title>
        <link rel="stylesheet" href="/docs/doorward.css">
        <link rel="icon" href="{{logoPath}}">
        </head>
        <body>
        <main class="page">
        <img class="logo" src="{{logoPath}}" alt="" width="72" height="72">
        <h1>{{title}}</h1>
        <div class="prose">{{#introduction}}<p>{{.}}</p>{{/introduction}}</div>
        <ul class="links">
        {{#links}}<li><a href="{{href}}">{{name}}</a><span>{{about}}</span></li>
        {{/links}}
        </ul>
        </main>
        </body>
        </html>

        """#
}

/// What the page at `/` shows.
struct LandingView: Sendable, MustacheParent {
    var title: String
    var introduction: [String]
    var logoPath: String
    var links: [LandingLink]

    func child(named key: String) -> Any? {
        switch key {
        case "title": title
        case "introduction": introduction
        case "logoPath": logoPath
        case "links": links
        default: nil
        }
    }
}

/// A link to something published here; `href` is always one of our own paths.
struct LandingLink: Sendable, MustacheParent {
    var href: String
    var name: String
    var about: String

    func child(named key: String) -> Any? {
        switch key {
        case "href": href
        case "name": name
        case "about": about
        default: nil
        }
    }
}
