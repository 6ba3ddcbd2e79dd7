/// The pages on which people answer for a device that has no browser.
enum DeviceTemplates {
    /// Asks for the code.
    static let code = PeopleFrame.template(
        main: #"""
            <h1>Connect a device</h1>
            \#(PeopleFrame.problem)
            <form class="main" method="post" action="/oauth/device">
            <input type="hidden" name="csrf" value="{{csrf}}">
            <div class="field">
            <label for="user_code">Code that your device shows</label>
            <input class="short" id="user_code" name="user_code" value="{{code}}" autocomplete="off"
             autocapitalize="characters" spellcheck="false" maxlength="40"
             required\#(PeopleFrame.state("user_code", note: "about-code"))>
            <p class="note" id="about-code">Eight letters. Only type a code that you see on a device of your own, and that
             you asked for yourself: never one that somebody sent you.</p>
            </div>
            <button type="submit">Go on</button>
            </form>
            <p class="note">Signed in as <bdi><strong>{{user}}</strong></bdi></p>
            """#)

    /// Asks whether the device may.
    static let consent = PeopleFrame.template(
        main: #"""
            <h1>Allow this device?</h1>
            \#(PeopleFrame.problem)
            <p><bdi><strong>{{client}}</strong></bdi>{{#host}} of <bdi><strong>{{value}}</strong></bdi>{{/host}}, on another
             device, wants to use {{service}} in your name.</p>
            <p>Does your device show <strong>{{code}}</strong>?</p>
            <p class="note">Only allow it if you started this yourself, just now, and the device is before you. If
             somebody sent you the code or a link to this page, deny: whoever holds the device could act as you.</p>
            {{#hasScopes}}<h2>It could</h2>
            <ul class="scopes">
            {{#scopes}}<li><bdi>{{sentence}}</bdi></li>
            {{/scopes}}
            </ul>{{/hasScopes}}
            {{^hasScopes}}<p>It asks for no particular permission.</p>{{/hasScopes}}
            <dl class="facts">
            <div><dt>Application</dt><dd><bdi>{{client}}</bdi><span
             class="note">id <bdi>{{clientID}}</bdi></span></dd></div>
            {{#isRegisteredByItself}}<div><dt>Registered by</dt><dd>itself: nobody here has checked its
             name</dd></div>{{/isRegisteredByItself}}
            </dl>
            <form class="main" method="post" action="/oauth/device">
            <input type="hidden" name="csrf" value="{{csrf}}">
            <input type="hidden" name="user_code" value="{{code}}">
            <div class="choice">
            <button type="submit" name="decision" value="deny">Deny</button>
            <button type="submit" name="decision" value="allow">Allow</button>
            </div>
            <p class="note">Signed in as <bdi><strong>{{user}}</strong></bdi></p>
            </form>
            <p class="note">You can take this back at any time in <a href="/account">your account</a>.</p>
            """#)
}
