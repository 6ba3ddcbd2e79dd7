/// What surrounds every page for people.
enum PeopleFrame {
    /// The whole template of a page.
    ///
    /// - Parameters:
    ///   - layout: `flow` for one narrow column, `wide` for the account.
    ///   - main: what stands between `<main>` and `</main>`, with exactly one `<h1>`.
    static func template(_ layout: String = "flow", main: String) -> PageTemplate {
        PageTemplate(
            #"""
            {{% CONTENT_TYPE:SCALAR_HTML}}<!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>{{#problem}}Error: {{/problem}}{{title}} – {{service}}</title>
            <link rel="stylesheet" href="/oauth/pages.css">
            {{#logo}}<link rel="icon" href="{{value}}">
            {{/logo}}
            </head>
            <body>
            <div class="
            """# + layout + #"""
                ">
                <header class="brand">{{#logo}}<img src="{{value}}" alt="" width="40"
                 height="40">{{/logo}}<span>{{service}}</span></header>
                <main>

                """# + main + #"""

                    </main>
                    </div>
                    </body>
                    </html>

                    """#)
    }

    /// The sentence that says what was wrong; inputs name it in `aria-describedby`.
    static let problem = #"{{#problem}}<p class="problem" id="problem" role="alert">{{value}}</p>{{/problem}}"#

    /// The sentence that says what was done.
    static let done = #"{{#done}}<p class="done" role="status">{{value}}</p>{{/done}}"#

    /// The attributes of an input: whether the problem is about it, what describes it, and whether one begins there.
    ///
    /// - Parameter note: the id of a sentence that always describes it.
    static func state(_ field: String, note: String? = nil) -> String {
        let described =
            note.map { #" aria-describedby="{{#wrong_\#(field)}}problem {{/wrong_\#(field)}}\#($0)""# }
            ?? #"{{#wrong_\#(field)}} aria-describedby="problem"{{/wrong_\#(field)}}"#
        return #"{{#wrong_\#(field)}} aria-invalid="true"{{/wrong_\#(field)}}"# + described
            + "{{#focus_\(field)}} autofocus{{/focus_\(field)}}"
    }

    /// The hidden fields of forms that belong to a sign-in under way.
    static let flowFields = #"""
        <input type="hidden" name="csrf" value="{{csrf}}">
        {{#flow}}<input type="hidden" name="flow" value="{{value}}">{{/flow}}
        """#
}
