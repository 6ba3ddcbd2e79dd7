/// The pages of somebody's own account.
enum AccountTemplates {
    static let account = PeopleFrame.template(
        "wide",
        main: #"""
            <h1>Your account</h1>
            <form class="who" method="post" action="/oauth/sign-out">
            <span>Signed in as <bdi><strong>{{user}}</strong></bdi></span>
            <input type="hidden" name="csrf" value="{{signOutToken}}">
            <button class="link" type="submit">Sign out</button>
            </form>
            \#(PeopleFrame.problem)\#(PeopleFrame.done)
            <section aria-labelledby="apps">
            <h2 id="apps">Connected apps</h2>
            {{^apps}}<p>No app can use {{service}} in your name.</p>{{/apps}}
            {{#apps}}\#(app)
            {{/apps}}
            </section>
            {{#keys}}\#(keys){{/keys}}
            {{#identities}}\#(ProviderTemplates.identities){{/identities}}
            <section aria-labelledby="signing-in">
            <h2 id="signing-in">Signing in</h2>
            <ul class="rows">
            {{#hasPassword}}<li><div class="what"><h3>Password</h3></div><a href="/account/password">Change<span
             class="hidden"> the password</span></a></li>{{/hasPassword}}
            <li><div class="what"><h3>Second step</h3>
            <p class="note">{{secondFactor}}</p></div><a href="/account/second-factor">Change<span
             class="hidden"> the second step</span></a></li>
            </ul>
            <h3>Where you are signed in</h3>
            <ul class="rows">
            {{#sessions}}<li><div class="what"><bdi>{{browser}}</bdi>{{#isThis}} (this browser){{/isThis}}
            <p class="note">Signed in <time datetime="{{sinceISO}}">{{since}}</time>, last seen <time
             datetime="{{seenISO}}">{{seen}}</time></p></div></li>
            {{/sessions}}
            </ul>
            <form method="post" action="/account/sign-out-everywhere">
            <input type="hidden" name="csrf" value="{{everywhereToken}}">
            <button class="plain" type="submit">Sign out everywhere</button>
            </form>
            <p class="note">Connected apps keep their access; revoke it above.</p>
            </section>
            """#)

    private static let app = #"""
        <article class="app" aria-labelledby="{{anchor}}">
        <h3 id="{{anchor}}"><bdi>{{name}}</bdi></h3>
        <p class="note">id <bdi>{{shownID}}</bdi></p>
        <ul class="rows">
        {{#grants}}<li><div class="what">
        <p>Since <time datetime="{{sinceISO}}">{{since}}</time>, last used <time
         datetime="{{usedISO}}">{{used}}</time>, by way of <bdi>{{place}}</bdi></p>
        {{#hasScopes}}<ul class="scopes note">{{#scopes}}<li><bdi>{{sentence}}</bdi></li>{{/scopes}}</ul>{{/hasScopes}}
        </div>
        <form method="post" action="/account/revoke">
        <input type="hidden" name="csrf" value="{{revokeToken}}">
        <input type="hidden" name="grant" value="{{id}}">
        <button class="plain small" type="submit">Revoke<span
         class="hidden"> the access of {{name}} since {{since}}</span></button>
        </form></li>
        {{/grants}}
        </ul>
        {{#several}}<form method="post" action="/account/revoke">
        <input type="hidden" name="csrf" value="{{revokeToken}}">
        <input type="hidden" name="client" value="{{clientID}}">
        <button class="plain small" type="submit">Revoke all<span class="hidden"> access of {{name}}</span></button>
        </form>{{/several}}
        </article>
        """#

    private static let keys = #"""
        <section aria-labelledby="keys">
        <h2 id="keys">API keys</h2>
        {{#newKey}}<p>Your new key. It is shown only now; keep it like a password.</p>
        <code class="once">{{value}}</code>{{/newKey}}
        {{^hasKeys}}<p>You have no keys.</p>{{/hasKeys}}
        {{#hasKeys}}<ul class="rows">
        {{#list}}<li><div class="what"><bdi>{{label}}</bdi> <code>{{hint}}…</code>
        <p class="note">{{state}}</p></div>
        {{#isLive}}<form method="post" action="/account/keys">
        <input type="hidden" name="csrf" value="{{keysToken}}">
        <input type="hidden" name="revoke" value="{{id}}">
        <button class="plain small" type="submit">Revoke<span
         class="hidden"> the key {{label}} {{hint}}</span></button>
        </form>{{/isLive}}</li>
        {{/list}}
        </ul>{{/hasKeys}}
        <details{{#wrong_label}} open{{/wrong_label}}>
        <summary>Make a new key</summary>
        <form method="post" action="/account/keys">
        <input type="hidden" name="csrf" value="{{keysToken}}">
        <div class="field">
        <label for="label">What is it for?</label>
        <input id="label" name="label" maxlength="60" autocomplete="off"
         required\#(PeopleFrame.state("label"))>
        </div>
        <div class="field">
        <label for="days">How long is it good for?</label>
        <select id="days" name="days"><option value="30">30 days</option><option value="90"
         selected>90 days</option><option value="365">A year</option><option
          value="0">Until it is revoked</option></select>
        </div>
        <button type="submit">Make the key</button>
        </form>
        </details>
        </section>
        """#

    static let password = PeopleFrame.template(
        main: #"""
            <h1>Change your password</h1>
            \#(PeopleFrame.problem)
            <form class="main" method="post" action="/account/password">
            <input type="hidden" name="csrf" value="{{csrf}}">
            <div class="field">
            <label for="username">Name</label>
            <input id="username" value="{{user}}" autocomplete="username" readonly>
            </div>
            <div class="field">
            <label for="current">Present password</label>
            <input id="current" name="current" type="password" autocomplete="current-password" maxlength="1024"
             required\#(PeopleFrame.state("current"))>
            </div>
            <div class="field">
            <label for="password">New password</label>
            <input id="password" name="password" type="password" autocomplete="new-password" maxlength="1024"
             required\#(PeopleFrame.state("password", note: "about-password"))>
            <p class="note"
             id="about-password">At least 8 characters; 12 or more are better. You are signed out everywhere else.</p>
            </div>
            <div class="field">
            <label for="again">The same again</label>
            <input id="again" name="again" type="password" autocomplete="new-password" maxlength="1024"
             required\#(PeopleFrame.state("again"))>
            </div>
            <button type="submit">Change the password</button>
            </form>
            <p><a href="/account">Back to your account</a></p>
            """#)

    static let secondFactorOff = PeopleFrame.template(
        main: #"""
            <h1>Add a second step</h1>
            \#(PeopleFrame.problem)
            <p>An authenticator app on your telephone gives you a code each time you sign in.</p>
            <ol class="scopes">
            <li>In the app, scan this picture, or type the key below it.</li>
            <li>Type the code that the app shows then.</li>
            </ol>
            {{#picture}}<svg class="qr" viewBox="{{viewBox}}" role="img" aria-label="QR code of the key"><path
             d="{{path}}"/></svg>{{/picture}}
            <code class="once">{{readableKey}}</code>
            <p class="note"><a href="{{uri}}">Open it in an app on this device</a></p>
            <form class="main" method="post" action="/account/second-factor">
            <input type="hidden" name="csrf" value="{{csrf}}">
            <input type="hidden" name="action" value="on">
            <input type="hidden" name="key" value="{{sealedKey}}">
            <div class="field">
            <label for="code">Code from the app</label>
            <input class="short" id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="12"
             required\#(PeopleFrame.state("code"))>
            </div>
            {{#asksPassword}}<div class="field">
            <label for="password">Your password</label>
            <input id="password" name="password" type="password" autocomplete="current-password" maxlength="1024"
             required\#(PeopleFrame.state("password"))>
            </div>{{/asksPassword}}
            <button type="submit">Switch it on</button>
            </form>
            <p><a href="/account">Back to your account</a></p>
            """#)

    static let secondFactorOn = PeopleFrame.template(
        main: #"""
            <h1>Second step</h1>
            \#(PeopleFrame.problem)
            <p>It is on. {{left}} New codes take the place of the ones you have.</p>
            <form class="main" method="post" action="/account/second-factor">
            <input type="hidden" name="csrf" value="{{csrf}}">
            {{#asksPassword}}<div class="field">
            <label for="password">Your password</label>
            <input id="password" name="password" type="password" autocomplete="current-password" maxlength="1024"
             required\#(PeopleFrame.state("password"))>
            </div>{{/asksPassword}}
            <div class="choice">
            <button class="plain" type="submit" name="action" value="codes">New codes</button>
            <button class="plain" type="submit" name="action" value="off">Switch it off</button>
            </div>
            </form>
            <p><a href="/account">Back to your account</a></p>
            """#)

    static let recoveryCodes = PeopleFrame.template(
        main: #"""
            <h1>Recovery codes</h1>
            <p>The second step is on. Each of these codes stands in for it once, should you lose the app. They are shown
            only now: print them or write them down. Older codes no longer work.</p>
            <ul class="codes">
            {{#codes}}<li class="code">{{value}}</li>
            {{/codes}}
            </ul>
            <p><a href="/account">I have kept them: back to your account</a></p>
            """#)
}
