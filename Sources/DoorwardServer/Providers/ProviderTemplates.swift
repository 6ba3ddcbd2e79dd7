/// The pages of signing in elsewhere.
enum ProviderTemplates {
    /// What happened, and the ways on: back to the client by a button, elsewhere by links.
    static let stop = PeopleFrame.template(
        main: #"""
            <h1>{{title}}</h1>
            {{#sentences}}<p>{{value}}</p>
            {{/sentences}}
            {{#links}}<p><a href="{{href}}">{{name}}</a></p>
            {{/links}}
            {{#back}}<form class="main" method="post" action="/oauth/provider">
            <input type="hidden" name="csrf" value="{{csrf}}">
            <input type="hidden" name="flow" value="{{flow}}">
            <button class="plain" type="submit" name="back" value="{{reason}}">Go back to <bdi>{{client}}</bdi></button>
            </form>{{/back}}
            {{#flowID}}<p
             class="note">If you ask somebody for help, tell them this number: <code>{{value}}</code></p>{{/flowID}}
            """#)

    /// The section of the account page.
    static let identities = #"""
        <section aria-labelledby="elsewhere">
        <h2 id="elsewhere">Sign-in elsewhere</h2>
        {{^hasIdentities}}<p>You sign in with a password of {{service}} only.</p>{{/hasIdentities}}
        {{#hasIdentities}}<ul class="rows">
        {{#list}}<li><div class="what"><h3><bdi>{{label}}</bdi></h3>
        <p class="note">{{#email}}<bdi>{{value}}</bdi>, {{/email}}added <time
         datetime="{{sinceISO}}">{{since}}</time>, last used <time
         datetime="{{usedISO}}">{{used}}</time></p></div>
        <form method="post" action="/account/identities">
        <input type="hidden" name="csrf" value="{{identitiesToken}}">
        <button class="plain small" type="submit" name="unlink" value="{{id}}">Remove<span
         class="hidden"> {{label}}{{#email}} {{value}}{{/email}}</span></button>
        </form></li>
        {{/list}}
        </ul>{{/hasIdentities}}
        {{#hasOthers}}<form class="row" method="post" action="/account/identities">
        <input type="hidden" name="csrf" value="{{identitiesToken}}">
        {{#others}}<button class="plain" type="submit" name="link" value="{{name}}">Add <bdi>{{label}}</bdi></button>
        {{/others}}
        </form>{{/hasOthers}}
        </section>
        """#
}
