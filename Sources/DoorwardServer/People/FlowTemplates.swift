/// The pages on the way from a client's request to its code.
enum FlowTemplates {
    static let signIn = PeopleFrame.template(
        main: #"""
            <h1>Sign in</h1>
            {{#client}}<p>to go on to <bdi><strong>{{value}}</strong></bdi></p>{{/client}}
            \#(PeopleFrame.problem)\#(PeopleFrame.done)
            {{#isLocal}}<form class="main" method="post" action="/oauth/sign-in">
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
            </form>{{/isLocal}}
            {{#isDivided}}<p class="or"><span>or</span></p>{{/isDivided}}
            {{#hasProviders}}<form class="main" method="post" action="/oauth/provider">
            <input type="hidden" name="csrf" value="{{providerToken}}">
            {{#flow}}<input type="hidden" name="flow" value="{{value}}">{{/flow}}
            {{#providers}}<button class="plain" type="submit" name="provider"
             value="{{name}}">Continue with <bdi>{{label}}</bdi></button>
            {{/providers}}
            </form>{{/hasProviders}}
            {{#isLocal}}{{#signUp}}<p class="note">No account yet? <a href="{{value}}">Make one</a></p>{{/signUp}}
            <p class="note">Password forgotten? Whoever runs {{service}} can send you a link to set a new one.</p>
            {{/isLocal}}
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
            <div><dt>Application</dt><dd><bdi>{{client}}</bdi>{{#documentHost}}<span
             class="note">describes itself at <bdi>{{value}}</bdi></span>{{/documentHost}}<span
             class="note">id <bdi>{{clientID}}</bdi></span>{{#isSelfMade}}<span
             class="note">It registered itself: nobody here has checked its name.</span>{{/isSelfMade}}</dd></div>
            <div><dt>Then sends you to</dt><dd><bdi>{{destination}}</bdi>{{#destinationNote}}<span
             class="note">{{value}}</span>{{/destinationNote}}</dd></div>
            </dl>
            {{#isAnyProgram}}<p><strong>Have you started this yourself, a moment ago?</strong> The answer goes to
            a program on this computer, and any program on it could have asked in this name.</p>{{/isAnyProgram}}
            <form class="main" method="post" action="/oauth/consent">
            \#(PeopleFrame.flowFields)
            {{#provider}}<input type="hidden" name="provider" value="{{name}}">{{/provider}}
            <div class="choice{{#provider}} tall{{/provider}}">
            <button type="submit" name="decision" value="deny">Deny</button>
            <button type="submit" name="decision" value="allow">Allow{{#provider}} and go on to
             <bdi>{{label}}</bdi>{{/provider}}</button>
            </div>
            {{#user}}<p class="who"><span>Signed in as <bdi><strong>{{value}}</strong></bdi></span>
            <button class="link" type="submit" name="decision" value="switch">Not you? Sign out</button></p>{{/user}}
            </form>
            {{#provider}}<p class="note"><a href="{{other}}">Sign in another way</a></p>{{/provider}}
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
