/// The template of the operations page; its values come from ``DocsView``.
///
/// Lists of no or one element stand for optional values: an absent name would be looked up in the enclosing view.
enum DocsTemplate {
    static let text =
        head + credential + operationsStart + about + parameters + body + responses + tryIt + operationsEnd

    private static let head = #"""
        {{% CONTENT_TYPE:SCALAR_HTML}}<!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{title}} – operations</title>
        <link rel="stylesheet" href="/docs/doorward.css">
        <link rel="icon" href="{{logoPath}}">
        <script src="/docs/doorward.js" defer></script>
        </head>
        <body>
        <a class="skip" href="#operations">Skip to the operations</a>
        <header class="masthead">
        <div class="title"><img class="logo" src="{{logoPath}}" alt="" width="44" height="44"><div>
        <h1>{{title}}</h1>
        {{#version}}<p class="version">Version {{.}}</p>{{/version}}
        </div></div>
        <div class="prose">{{#introduction}}<p>{{.}}</p>{{/introduction}}</div>
        <nav class="files" aria-label="Published files">
        <a href="/.well-known/ai-plugin.json">Plugin manifest</a>
        <a href="/openapi.json">OpenAPI (JSON)</a>
        <a href="/openapi.yaml">OpenAPI (YAML)</a>
        <a href="/legal">Legal</a>
        </nav>
        </header>
        <div class="columns{{#guided}} guided{{/guided}}">
        {{#guided}}
        <nav class="contents" aria-label="Operations"><ul>
        {{#groups}}
        <li><a class="tag" href="#{{groupAnchor}}">{{groupName}}</a>{{#listed}}<ul>
        {{#operations}}<li><a href="#{{anchor}}">{{label}}</a></li>
        {{/operations}}</ul>{{/listed}}</li>
        {{/groups}}
        </ul></nav>
        {{/guided}}
        <main id="operations">

        """#

    private static let credential = #"""
        <p class="panel without-script">Scripts are off, so requests cannot be sent from this page. The curl line of
        each operation does the same from a terminal.{{#credential}} Put your credential in the variable
        TOKEN first.{{/credential}}</p>
        {{#credential}}
        <section class="panel needs-script" aria-label="Credential">
        <label for="credential">{{credentialLabel}}</label>
        <input type="password" id="credential" autocomplete="off" autocapitalize="none" spellcheck="false"
        aria-describedby="credential-note" data-scheme="{{scheme}}" data-header="{{header}}" data-curl="{{curlHeader}}">
        <p class="note" id="credential-note">{{hint}} It stays in this page's memory and is sent only to this site.</p>
        </section>
        {{/credential}}

        """#

    private static let operationsStart = #"""
        {{^groups}}<p class="group">The document names no operations.</p>{{/groups}}
        {{#groups}}
        <section class="group" aria-labelledby="{{groupAnchor}}">
        <h2 id="{{groupAnchor}}">{{groupName}}</h2>
        <div class="prose">{{#groupAbout}}<p>{{.}}</p>{{/groupAbout}}</div>
        {{#operations}}
        <details class="operation" id="{{anchor}}"{{#open}} open{{/open}}>
        <summary><h3{{#deprecated}} class="deprecated"{{/deprecated}}>
        <span class="badge{{#writes}} writes{{/writes}}">{{method}}</span>
        <code>{{path}}</code></h3>
        {{#summary}}<span class="about">{{.}}</span>{{/summary}}
        {{#deprecated}}<span class="note">deprecated</span>{{/deprecated}}</summary>
        <div class="inside">

        """#

    private static let about = #"""
        {{#hasAbout}}<div class="prose">{{#about}}<p>{{.}}</p>{{/about}}</div>{{/hasAbout}}

        """#

    private static let parameters = #"""
        {{#hasParameters}}
        <h4>Parameters</h4>
        <table class="parameters">
        <thead><tr><th scope="col">Name</th><th scope="col">In</th><th scope="col">Type</th>
        <th scope="col">Required</th><th scope="col">Description</th></tr></thead>
        <tbody>
        {{#parameters}}<tr><th scope="row"><code>{{name}}</code></th><td data-label="In">{{place}}</td>
        <td data-label="Type">{{type}}</td>
        <td data-label="Required">{{#required}}yes{{/required}}{{^required}}no{{/required}}</td>
        <td{{^parameterAbout}} class="empty"{{/parameterAbout}}>
        <div class="prose">{{#parameterAbout}}<p>{{.}}</p>{{/parameterAbout}}</div></td></tr>
        {{/parameters}}
        </tbody>
        </table>
        {{/hasParameters}}

        """#

    private static let body = #"""
        {{#body}}
        <h4>Request body{{#bodyRequired}} (required){{/bodyRequired}}</h4>
        <div class="prose">{{#bodyAbout}}<p>{{.}}</p>{{/bodyAbout}}</div>
        {{#contents}}
        <p><code>{{contentType}}</code></p>
        {{#example}}<pre tabindex="0" aria-label="Example">{{.}}</pre>{{/example}}
        {{#schema}}<details class="more"><summary>Schema</summary>
        <pre tabindex="0" aria-label="Schema">{{.}}</pre></details>{{/schema}}
        {{/contents}}
        {{/body}}

        """#

    private static let responses = #"""
        {{#hasResponses}}
        <h4>Responses</h4>
        <table class="responses">
        <thead><tr><th scope="col">Status</th><th scope="col">Description</th>
        <th scope="col">Content type</th></tr></thead>
        <tbody>
        {{#responses}}<tr><th scope="row"><code>{{status}}</code></th>
        <td><div class="prose">{{#responseAbout}}<p>{{.}}</p>{{/responseAbout}}</div></td>
        {{#responseType}}<td data-label="Content"><code>{{.}}</code></td>{{/responseType}}
        {{^responseType}}<td class="empty"></td>{{/responseType}}</tr>
        {{/responses}}
        </tbody>
        </table>
        {{#answer}}<details class="more"><summary>Example of the {{status}} answer</summary>
        <pre tabindex="0" aria-label="Example">{{example}}</pre></details>{{/answer}}
        {{/hasResponses}}

        """#

    private static let tryIt = #"""
        <h4 id="{{anchor}}.try">Try it</h4>
        {{#obstacle}}<p class="note needs-script">{{.}}</p>{{/obstacle}}
        {{#form}}
        <form class="try" aria-labelledby="{{anchor}}.try" autocomplete="off"
        data-method="{{method}}" data-path="{{path}}">
        <div class="fields">
        {{#inputs}}
        <div class="field"><label for="{{inputID}}">{{name}}
        <span class="note">{{place}}{{#required}}, required{{/required}}</span></label>
        {{#choices}}<select id="{{inputID}}" data-in="{{place}}"
        data-name="{{name}}"{{#required}} required{{/required}}>
        <option value=""></option>
        {{#options}}<option{{#selected}} selected{{/selected}}>{{option}}</option>{{/options}}
        </select>{{/choices}}
        {{^choices}}<input type="text" id="{{inputID}}" data-in="{{place}}" data-name="{{name}}"
        data-list="{{list}}" placeholder="{{hint}}"
        value="{{value}}"{{#required}} required{{/required}}>{{/choices}}</div>
        {{/inputs}}
        </div>
        {{#formBody}}
        {{#several}}<div class="field"><label for="{{anchor}}.type">Content type</label>
        <select id="{{anchor}}.type" data-content-type>
        {{#types}}<option data-example="{{typeExample}}">{{typeName}}</option>{{/types}}</select></div>{{/several}}
        {{#onlyType}}<input type="hidden" data-content-type value="{{.}}">{{/onlyType}}
        <div class="field"><label for="{{anchor}}.body">Body <span class="note">{{bodyNote}}</span></label>
        <textarea id="{{anchor}}.body" spellcheck="false"{{#bodyRequired}} required{{/bodyRequired}}>
        {{text}}</textarea></div>
        {{/formBody}}
        <button type="submit">Send</button>
        <div class="result" aria-live="polite"></div>
        </form>
        {{/form}}

        """#

    private static let operationsEnd = #"""
        <div class="curl"><pre tabindex="0" aria-label="The request as a curl command"><code>{{curl}}</code></pre>
        <button type="button" class="copy">Copy</button></div>
        </div>
        </details>
        {{/operations}}
        </section>
        {{/groups}}
        </main>
        </div>
        </body>
        </html>

        """#
}
