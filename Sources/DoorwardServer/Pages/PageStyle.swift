/// The style sheet of all pages: the system's fonts, one accent colour, light and dark.
///
/// Text colours keep at least 4.5:1 against their background, edges of inputs 3:1 (WCAG 2.2, 1.4.3 and 1.4.11).
enum PageStyle {
    static let text = #"""
        :root {
          color-scheme: light dark;
          --paper: #ffffff; --wash: #f4f6f6; --ink: #1a2124; --soft: #566168; --line: #dce2e3; --edge: #7b878c;
          --accent: #0b655c; --on-accent: #ffffff; --failed: #a3271e;
          --mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --paper: #14191b; --wash: #1c2326; --ink: #e4e9ea; --soft: #a2adb2; --line: #323b3f; --edge: #77848a;
            --accent: #67cdbf; --on-accent: #0a1c19; --failed: #ff9a8f;
          }
        }
        * { box-sizing: border-box; }
        html { scroll-padding-top: 1rem; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body {
          margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
          font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
        }
        a { color: var(--accent); text-underline-offset: .15em; }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
        h1, h2, h3, h4, p, dl, dd, ul, pre, table { margin: 0; }
        h1 { font-size: 1.75rem; line-height: 1.2; letter-spacing: -.015em; }
        h2 { font-size: 1.25rem; line-height: 1.3; }
        h3 { font-size: 1rem; font-weight: inherit; }
        h4 { font-size: .8125rem; margin: 1.5rem 0 .5rem; color: var(--soft); font-weight: 600; }
        code, pre, textarea { font-family: var(--mono); font-size: .875rem; }
        code, .prose { unicode-bidi: isolate; }
        pre {
          padding: .75rem .875rem; background: var(--wash); border: 1px solid var(--line); border-radius: 8px;
          white-space: pre-wrap; line-height: 1.5; max-height: 28rem; overflow: auto;
        }
        .prose p { white-space: pre-line; max-width: 44rem; }
        .prose p + p { margin-top: .625rem; }
        .note { color: var(--soft); font-size: .875rem; }
        .skip { position: absolute; left: -999rem; }
        .skip:focus { left: 1rem; top: 1rem; padding: .5rem .75rem; background: var(--paper); z-index: 1; }

        .page { max-width: 46rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
        .page > * + * { margin-top: 1.25rem; }
        .page .logo { display: block; width: 4.5rem; height: 4.5rem; object-fit: contain; border-radius: 14px; }
        .links { list-style: none; padding: 0; border-top: 1px solid var(--line); }
        .links li { padding: .75rem 0; border-bottom: 1px solid var(--line); }
        .links a { font-weight: 600; }
        .links span { display: block; color: var(--soft); font-size: .875rem; }

        .masthead { border-bottom: 1px solid var(--line); padding: 2rem 1.25rem 1.5rem; }
        .masthead > * { max-width: 65.5rem; margin-inline: auto; }
        .masthead .title { display: flex; gap: .875rem; align-items: center; }
        .masthead .logo { flex: none; width: 2.75rem; height: 2.75rem; object-fit: contain; border-radius: 9px; }
        .masthead .version { color: var(--soft); font-size: .875rem; }
        .masthead .prose { margin-top: 1rem; }
        .masthead .files { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin-top: 1rem; font-size: .9375rem; }

        .columns { max-width: 68rem; margin: 0 auto; display: grid; gap: 0 3rem; padding: 0 1.25rem 5rem; }
        .columns > * { min-width: 0; }
        .contents { padding-top: 1.5rem; font-size: .875rem; }
        .contents ul { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
        .contents ul ul { display: none; }
        .contents a { color: var(--soft); text-decoration: none; }
        .contents a:hover { color: var(--accent); text-decoration: underline; }
        .contents .tag { color: var(--ink); font-weight: 600; }
        @media (min-width: 60rem) {
          .columns.guided { grid-template-columns: 14rem minmax(0, 1fr); }
          .contents {
            position: sticky; top: 0; align-self: start; max-height: 100vh; overflow: auto;
            padding: 2rem .25rem 1rem; margin-left: -.25rem;
          }
          .contents ul { display: block; }
          .contents ul ul { display: block; margin: .125rem 0 .875rem; }
          .contents li li a { display: block; padding: .125rem 0; }
        }

        .panel { margin-top: 1.5rem; padding: 1rem 1.125rem 1.125rem; background: var(--wash); border-radius: 10px; }
        .panel .note { margin-top: .5rem; }
        .group { margin-top: 2.25rem; }
        .group > .prose { margin-top: .375rem; color: var(--soft); }
        .operation { border: 1px solid var(--line); border-radius: 10px; margin-top: .75rem; }
        .operation > summary {
          display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; padding: .75rem 1rem;
          cursor: pointer; list-style: none; border-radius: 9px;
        }
        .operation > summary::-webkit-details-marker { display: none; }
        .operation > summary:hover { background: var(--wash); }
        .operation[open] > summary { border-bottom: 1px solid var(--line); border-radius: 9px 9px 0 0; }
        .operation h3 { display: flex; gap: .75rem; align-items: baseline; min-width: 0; }
        .operation h3 code { font-size: .9375rem; font-weight: 600; }
        .operation .about { color: var(--soft); font-size: .9375rem; }
        .operation > .inside { padding: 1rem 1rem 1.125rem; }
        .inside > p { margin: .75rem 0 .25rem; }
        .inside > :first-child { margin-top: 0; }
        .badge {
          flex: none; min-width: 4.25rem; padding: .0625rem .5rem; border: 1px solid var(--accent); border-radius: 5px;
          font: 600 .75rem/1.5 var(--mono); text-align: center; color: var(--accent);
        }
        .badge.writes { background: var(--accent); color: var(--on-accent); }
        .deprecated code { text-decoration: line-through; }

        table { width: 100%; border-collapse: collapse; font-size: .9375rem; }
        th, td {
          padding: .4375rem .75rem .4375rem 0; text-align: start; vertical-align: top;
          border-top: 1px solid var(--line);
        }
        thead th { border-top: 0; font-size: .8125rem; font-weight: 600; color: var(--soft); }
        tbody th { font-weight: 400; }
        td .prose p { max-width: none; }
        .parameters thead th:first-child { width: 20%; }
        .parameters thead th:nth-child(3) { width: 21%; }
        .responses thead th:first-child { width: 6rem; }
        .responses thead th:last-child { width: 13rem; }
        thead th, td[data-label="In"], td[data-label="Required"] { overflow-wrap: normal; }
        @media (max-width: 44rem) {
          table, tbody, tr, tbody th, td { display: block; }
          thead { position: absolute; left: -999rem; }
          tr { border-top: 1px solid var(--line); padding: .5rem 0; }
          th, td { border: 0; padding: 0; }
          td[data-label] { display: flex; gap: .5rem; }
          td[data-label]::before {
            content: attr(data-label); flex: none; min-width: 5.5rem; color: var(--soft); font-size: .875rem;
          }
          td.empty { display: none; }
        }

        details.more { margin-top: .5rem; }
        details.more > summary, .result summary {
          cursor: pointer; font-size: .875rem; color: var(--accent); padding: .25rem 0;
        }
        .curl { margin-top: 1rem; display: flex; flex-wrap: wrap; gap: .5rem; align-items: flex-start; }
        .curl pre { flex: 1 1 16rem; min-width: 0; }
        .copy, .try, .needs-script { display: none; }
        .js .copy { display: inline-block; }
        .js .try, .js .needs-script { display: block; }
        .js .without-script { display: none; }

        .field { margin-bottom: .75rem; }
        .try .fields {
          display: grid; gap: 0 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr));
        }
        label { display: block; font-size: .875rem; font-weight: 600; margin-bottom: .25rem; }
        label .note { font-weight: 400; }
        input, select, textarea {
          width: 100%; padding: .5rem .625rem; font-size: 1rem; color: inherit; background: var(--paper);
          border: 1px solid var(--edge); border-radius: 7px;
        }
        input, select { font-family: inherit; }
        textarea { min-height: 9rem; resize: vertical; font-size: .875rem; line-height: 1.5; }
        #credential { max-width: 30rem; }
        button {
          padding: .5rem 1.25rem; font: 600 .9375rem/1.5 inherit; font-family: inherit; cursor: pointer;
          color: var(--on-accent); background: var(--accent); border: 1px solid var(--accent); border-radius: 7px;
        }
        button.copy { padding: .375rem .875rem; font-size: .875rem; color: var(--accent); background: transparent; }
        .result { margin-top: .75rem; }
        .result > * + * { margin-top: .5rem; }
        .result .failed { color: var(--failed); }
        .result .headers {
          display: grid; grid-template-columns: minmax(6rem, auto) minmax(0, 1fr); gap: .125rem 1rem;
          font-size: .8125rem;
        }
        .result dt { color: var(--soft); }
        .result dd { font-family: var(--mono); }

        """#
}
