/// The style sheet of sign-in, consent and account pages: one public document, light and dark.
///
/// Text keeps at least 4.5:1 against its background, edges of inputs 3:1 (WCAG 2.2, 1.4.3 and 1.4.11); what can be
/// pressed is at least 44 pixels high (2.5.5).
enum PeopleStyle {
    static func text(_ theme: PageTheme) -> String {
        """
        :root {
          color-scheme: light dark;
          --paper: #ffffff; --wash: #f4f6f6; --ink: #1a2124; --soft: #566168; --line: #dce2e3; --edge: #7b878c;
          --accent: \(theme.accent); --on-accent: \(PageTheme.ink(on: theme.accent)); --failed: #a3271e;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #14191b; --wash: #1c2326; --ink: #e4e9ea; --soft: #a2adb2; --line: #323b3f; --edge: #77848a;
            --accent: \(theme.accentDark); --on-accent: \(PageTheme.ink(on: theme.accentDark)); --failed: #ff9a8f;
          }
        }

        """ + rules
    }

    private static let rules = #"""
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body {
          margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
          font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
        }
        a { color: var(--accent); text-underline-offset: .15em; }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
        h1, h2, h3, p, dl, dd, ul, ol, form { margin: 0; }
        h1 { font-size: 1.625rem; line-height: 1.2; letter-spacing: -.015em; }
        h2 { font-size: 1.1875rem; line-height: 1.3; }
        h3 { font-size: 1rem; }
        code, .code { font: .875rem/1.5 ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace; }
        bdi { unicode-bidi: isolate; }
        .note { color: var(--soft); font-size: .875rem; }
        .hidden {
          position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%);
          white-space: nowrap;
        }

        .brand { display: flex; gap: .75rem; align-items: center; color: var(--soft); font-weight: 600; }
        .brand img { flex: none; width: 2.5rem; height: 2.5rem; object-fit: contain; border-radius: 8px; }
        .flow { max-width: 27rem; margin: 0 auto; padding: 2rem 1.25rem 3rem; }
        .flow main { margin-top: 1.75rem; }
        .flow main > * + * { margin-top: 1.25rem; }
        .wide { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
        .wide main { margin-top: 1.75rem; }
        .wide main > * + * { margin-top: 1rem; }
        .wide section { border-top: 1px solid var(--line); padding-top: 1.5rem; }
        .wide main > section { margin-top: 2rem; }
        section > * + * { margin-top: .75rem; }
        @media (min-width: 40rem) { .flow { padding-top: 4.5rem; } .wide { padding-top: 3rem; } }

        .problem, .done { padding: .625rem .875rem; border-radius: 8px; background: var(--wash); border: 1px solid; }
        .problem { color: var(--failed); border-color: var(--failed); }
        .done { border-color: var(--edge); }

        label { display: block; font-size: .875rem; font-weight: 600; margin-bottom: .25rem; }
        input, select {
          width: 100%; min-height: 2.75rem; padding: .5rem .75rem; font: inherit; color: inherit;
          background: var(--paper); border: 1px solid var(--edge); border-radius: 8px;
        }
        input[aria-invalid="true"] { border-color: var(--failed); }
        input[readonly] { min-height: 0; padding: 0; border: 0; background: transparent; }
        input.short { max-width: 12rem; font-size: 1.25rem; letter-spacing: .15em; }
        form > * + * { margin-top: 1rem; }
        .field .note { margin-top: .25rem; }
        button {
          min-height: 2.75rem; padding: .5rem 1.25rem; font: inherit; font-weight: 600; cursor: pointer;
          color: var(--on-accent); background: var(--accent); border: 1px solid var(--accent); border-radius: 8px;
        }
        button.plain { color: var(--accent); background: transparent; }
        button.small { min-height: 2.75rem; padding: .25rem .875rem; font-size: .875rem; }
        button.link {
          min-height: 0; padding: .25rem 0; font-weight: 400; border: 0; color: var(--accent); background: none;
          text-decoration: underline; text-underline-offset: .15em;
        }
        .flow form.main button:not(.link) { width: 100%; }
        .choice { display: grid; gap: .75rem; grid-template-columns: 1fr 1fr; }
        .choice button { width: 100%; }
        .choice.tall { grid-template-columns: 1fr; }
        .row { display: flex; flex-wrap: wrap; gap: .75rem; }
        .row > * + * { margin-top: 0; }
        .or { display: flex; gap: .75rem; align-items: center; color: var(--soft); font-size: .875rem; }
        .or::before, .or::after { content: ""; flex: 1; border-top: 1px solid var(--line); }
        details > summary { cursor: pointer; color: var(--accent); padding: .25rem 0; }
        details > summary + * { margin-top: .75rem; }

        .facts { display: grid; gap: .75rem; padding: .875rem 1rem; background: var(--wash); border-radius: 10px; }
        .facts dt { color: var(--soft); font-size: .875rem; }
        .facts dd { font-weight: 600; }
        .facts dd .note { font-weight: 400; display: block; }
        .scopes { padding-left: 1.25rem; }
        .scopes li + li { margin-top: .375rem; }
        .who {
          display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: center; justify-content: space-between;
          font-size: .9375rem;
        }
        .who > * + * { margin-top: 0; }

        .rows { list-style: none; padding: 0; }
        .rows > li {
          display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between;
          padding: .75rem 0; border-top: 1px solid var(--line);
        }
        .rows > li:first-child { border-top: 0; }
        .rows .what { flex: 1 1 14rem; min-width: 0; }
        .rows .what > * + ul { margin-top: .25rem; }
        .app { padding: 1rem; border: 1px solid var(--line); border-radius: 10px; }
        .app .rows { margin-top: .25rem; }
        .app .rows > li:last-child { padding-bottom: 0; }
        .app + .app { margin-top: .75rem; }
        .once {
          display: block; padding: .75rem .875rem; background: var(--wash); border: 1px solid var(--edge);
          border-radius: 8px; user-select: all; -webkit-user-select: all;
        }
        .codes { columns: 2; list-style: none; padding: .75rem 1rem; background: var(--wash); border-radius: 8px; }
        @media (max-width: 24rem) { .codes { columns: 1; } .choice { grid-template-columns: 1fr; } }
        .qr { display: block; width: 12rem; max-width: 100%; height: auto; background: #fff; border-radius: 8px; }
        .qr path { fill: #000; }

        """#
}
