/// The pages on the way from a client's request to its code.
enum FlowTemplates {
    static let signIn = PeopleFrame.template(
        main: #"""
            <h1>Sign in</h1>
            {{#client}}<p>to go on to <bdi><strong>{{value}}</strong></bdi></p>{{/client}}
            \#(PeopleFrame.problem)\#(PeopleFrame.done)
            <form class="main" method="post" action="/oauth/sign-in">
            \#(PeopleFrame.flowFields)
            <div class="field">
            <label for="username">Name or e-mail address</label>
            <input id="username" name="username" value="{{name}}" autocomplete="username" autocapitalize="none"
             spellcheck="false" maxlength="200" required\#(PeopleFrame.state("username"))>
            </div>
            <div class="field">
            <label for="password">Password</label>
            <input id="password" name="password" type="password" autocomplete="current-password" maxlength="1024"
             required\#(PeopleFrame.state("password"))>
            </div>
            <button type="submit">Sign in</button>
            </form>
            {{#signUp}}<p class="note">No account yet? <a href="{{value}}">Make one</a></p>{{/signUp}}
            <p class="note">Password forgotten? Whoever runs {{service}} can send you a link to set a new one.</p>
            """#)

    static let secondFactor = PeopleFrame.template(
        main: #"""
            <h1>Second step</h1>
            \#(PeopleFrame.problem)
            <form class="main" method="post" action="/oauth/second-factor">
            \#(PeopleFrame.flowFields)
            <div class="field">
            {{^isRecovery}}<label for="code">Code from your authenticator app</label>
            <input class="short" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="40"
             required\#(PeopleFrame.state("code"))>{{/isRecovery}}
            {{#isRecovery}}<label for="code">Recovery code</label>
            <input id="code" name="code" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="40"
             required\#(PeopleFrame.state("code"))>{{/isRecovery}}
            </div>
            <button type="submit">Go on</button>
            </form>
            {{#other}}<p><a href="{{href}}">{{name}}</a></p>{{/other}}
            """#)

    static let consent = PeopleFrame.template(
        main: #"""
            <h1>Allow access?</h1>
            \#(PeopleFrame.problem)
            <p><bdi><strong>{{client}}</strong></bdi> wants to use {{service}} in your name.</p>
            {{#hasScopes}}<h2>It could</h2>
            <ul class="scopes">
            {{#scopes}}<li><bdi>{{sentence}}</bdi></li>
            {{/scopes}}
            </ul>{{/hasScopes}}
            {{^hasScopes}}<p>It asks for no particular permission.</p>{{/hasScopes}}
            <dl class="facts">
            <div><dt>Application</dt><dd><bdi>{{client}}</bdi><span
             class="note">id <bdi>{{clientID}}</bdi></span></dd></div>
            <div><dt>Then sends you to</dt><dd><bdi>{{destination}}</bdi>{{#destinationNote}}<span
             class="note">{{value}}</span>{{/destinationNote}}</dd></div>
            </dl>
            <form class="main" method="post" action="/oauth/consent">
            \#(PeopleFrame.flowFields)
            <div class="choice">
            <button type="submit" name="decision" value="deny">Deny</button>
            <button type="submit" name="decision" value="allow">Allow</button>
            </div>
            <p class="who"><span>Signed in as <bdi><strong>{{user}}</strong></bdi></span>
            <button class="link" type="submit" name="decision" value="switch">Not you? Sign out</button></p>
            </form>
            <p class="note">You can take this back at any time in <a href="/account">your account</a>.</p>
            """#)

    static let newPassword = PeopleFrame.template(
        main: #"""
            <h1>{{title}}</h1>
            \#(PeopleFrame.problem)
            <form class="main" method="post" action="{{action}}">
            \#(PeopleFrame.flowFields)
            {{#token}}<input type="hidden" name="token" value="{{value}}">{{/token}}
            {{#knownName}}<div class="field">
            <label for="username">Name</label>
            <input id="username" value="{{value}}" autocomplete="username" readonly>
            </div>{{/knownName}}
            {{#choosesName}}<div class="field">
            <label for="username">Name</label>
            <input id="username" name="username" value="{{name}}" autocomplete="username" autocapitalize="none"
             spellcheck="false" maxlength="64" required\#(PeopleFrame.state("username", note: "about-name"))>
            <p class="note" id="about-name">3 to 64 letters, digits, dots, hyphens and underscores; no hyphen first.</p>
            </div>{{/choosesName}}
            <div class="field">
            <label for="password">New password</label>
            <input id="password" name="password" type="password" autocomplete="new-password" maxlength="1024"
             required\#(PeopleFrame.state("password", note: "about-password"))>
            <p class="note"
             id="about-password">At least 8 characters; 12 or more are better. A few words in a row do well.</p>
            </div>
            <div class="field">
            <label for="again">The same again</label>
            <input id="again" name="again" type="password" autocomplete="new-password" maxlength="1024"
             required\#(PeopleFrame.state("again"))>
            </div>
            <button type="submit">{{button}}</button>
            </form>
            """#)

    /// A heading, a sentence or two, perhaps a link: errors, and what needs no answer.
    static let notice = PeopleFrame.template(
        main: #"""
            <h1>{{title}}</h1>
            {{#sentences}}<p>{{value}}</p>
            {{/sentences}}
            {{#links}}<p><a href="{{href}}">{{name}}</a></p>
            {{/links}}
            {{#flowID}}<p
             class="note">If you ask somebody for help, tell them this number: <code>{{value}}</code></p>{{/flowID}}
            """#)
}
