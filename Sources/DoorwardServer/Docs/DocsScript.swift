/// The script of the operations page: it sends a form as a same-origin request and shows the answer.
///
/// The credential lives in one input of the page and nowhere else; text reaches the page only as text nodes.
enum DocsScript {
    static let text = #"""
        'use strict';
        (() => {
          const LIMIT = 100_000;
          const TEXTUAL = /^text\/|[\/+](json|xml|yaml|javascript|x-www-form-urlencoded|x-ndjson)\b/i;
          const encode = encodeURIComponent;
          const pair = (name, value) => encode(name) + '=' + encode(value);
          const field = document.getElementById('credential');
          const running = new WeakMap();

          document.documentElement.classList.add('js');

          /** An element with children; those that are strings become text, never markup. */
          function element(name, className, ...children) {
            const made = document.createElement(name);
            if (className) made.className = className;
            made.append(...children);
            return made;
          }

          /** The credential as a header, or null when none is typed or none is needed. */
          function credentialHeader() {
            const typed = field ? field.value.trim() : '';
            if (!typed) return null;
            const { scheme, header } = field.dataset;
            if (scheme === 'custom') return [header, typed];
            if (scheme === 'bearer') return [header, 'Bearer ' + typed.replace(/^bearer\s+/i, '')];
            const basic = typed.replace(/^basic\s+/i, '');
            if (!basic.includes(':')) return [header, 'Basic ' + basic];
            const bytes = new TextEncoder().encode(basic);
            return [header, 'Basic ' + btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))];
          }

          function valuesOf(input) {
            if (input.value === '') return [];
            if (!input.dataset.list) return [input.value];
            const items = input.value.split(',').map((item) => item.trim()).filter(Boolean);
            return input.dataset.list === 'repeat' ? items : [items.join(',')];
          }

          function pathSegment(name, values) {
            if (values.length === 0) return '{' + name + '}';
            if (/^\.\.?$/.test(values[0])) throw new Error('"' + values[0] + '" cannot be part of a path.');
            return encode(values[0]).replaceAll('%2C', ',');
          }

          /** What the form would send, without the credential: { method, target, headers, body }. */
          function requestOf(form) {
            const headers = [];
            const query = [];
            const inPath = new Map();
            for (const input of form.querySelectorAll('[data-in]')) {
              const name = input.dataset.name;
              const values = valuesOf(input);
              if (input.dataset.in === 'path') inPath.set(name, pathSegment(name, values));
              if (input.dataset.in === 'header') values.forEach((value) => headers.push([name, value]));
              if (input.dataset.in === 'query') values.forEach((value) => query.push(pair(name, value)));
            }
            const filled = form.dataset.path.replace(/\{([^{}]+)\}/g, (whole, name) => inPath.get(name) ?? whole);
            const body = form.querySelector('textarea')?.value || null;
            if (body !== null) headers.push(['Content-Type', form.querySelector('[data-content-type]').value]);
            const target = filled + (query.length ? '?' + query.join('&') : '');
            return { method: form.dataset.method, target, headers, body };
          }

          function curlOf(request) {
            const quote = (text) => "'" + text.replaceAll("'", "'\\''") + "'";
            const parts = ['curl'];
            if (request.method === 'HEAD') parts.push('--head');
            else if (request.method !== 'GET') parts.push('-X ' + request.method);
            parts.push(quote(location.origin + request.target));
            if (field) parts.push('-H ' + field.dataset.curl);
            request.headers.forEach(([name, value]) => parts.push('-H ' + quote(name + ': ' + value)));
            if (request.body !== null) parts.push('--data-raw ' + quote(request.body));
            return parts.join(' ');
          }

          function refreshCurl(form) {
            const line = form.closest('.operation').querySelector('.curl code');
            try {
              line.textContent = curlOf(requestOf(form));
            } catch (problem) {
              line.textContent = '# ' + problem.message;
            }
          }

          /** JSON with line breaks; every token stays as it came, so large numbers keep their digits. */
          function pretty(text) {
            JSON.parse(text);
            const newline = (depth) => '\n' + '  '.repeat(Math.min(depth, 40));
            const out = [];
            let depth = 0;
            let previous = '';
            for (const [token] of text.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s{}\[\],:"]+/g)) {
              const closes = token === '}' || token === ']';
              if (closes) depth -= 1;
              const opened = previous === '{' || previous === '[';
              if (previous === ',' || (opened && !closes) || (closes && !opened)) out.push(newline(depth));
              out.push(token === ':' ? ': ' : token);
              if (token === '{' || token === '[') depth += 1;
              previous = token;
            }
            return out.join('');
          }

          /** Reads at most LIMIT bytes as text, handing over each piece as it comes. */
          async function readText(response, piece) {
            const reader = response.body.getReader();
            const decoder = new TextDecoder();
            let size = 0;
            let text = '';
            for (;;) {
              const { done, value } = await reader.read();
              if (done) return { text: text + decoder.decode(), size, cut: false };
              const part = decoder.decode(value.subarray(0, LIMIT - size), { stream: true });
              text += part;
              size += value.length;
              piece(part);
              if (size > LIMIT) {
                reader.cancel().catch(() => {});
                return { text, size, cut: true };
              }
            }
          }

          function headerList(response) {
            const list = element('dl', 'headers');
            for (const [name, text] of response.headers) list.append(element('dt', '', name), element('dd', '', text));
            return element('details', '', element('summary', '', 'Response headers'), list);
          }

          async function showBody(response, result) {
            const type = response.headers.get('Content-Type') ?? '';
            if (!response.body) return 'no body';
            if (type && !TEXTUAL.test(type)) {
              response.body.cancel().catch(() => {});
              return type + ', not shown as text';
            }
            const shown = element('pre', 'body');
            shown.tabIndex = 0;
            shown.setAttribute('aria-label', 'Response body');
            const { text, size, cut } = await readText(response, (part) => {
              if (part && !shown.isConnected) result.append(shown);
              shown.append(part);
            });
            if (cut) {
              result.append(element('p', 'note', 'Only the first 100 kB are shown.'));
              return 'more than 100 kB';
            }
            if (/[\/+]json\b/i.test(type)) {
              try {
                shown.textContent = pretty(text);
              } catch {
                result.append(element('p', 'note', 'The answer says it is JSON, but it is not valid JSON.'));
              }
            }
            return size + (size === 1 ? ' byte' : ' bytes');
          }

          async function exchange(request, signal, result) {
            const headers = new Headers(request.headers);
            const credential = credentialHeader();
            if (credential) headers.set(credential[0], credential[1]);
            const url = new URL(request.target, location.origin);
            if (url.origin !== location.origin) throw new Error('This path leads to another site; nothing was sent.');
            const started = performance.now();
            const response = await fetch(url.pathname + url.search, {
              method: request.method, headers, body: request.body, signal, mode: 'same-origin', credentials: 'omit',
              cache: 'no-store', redirect: 'manual', referrerPolicy: 'no-referrer',
            });
            const waited = Math.round(performance.now() - started);
            if (response.type === 'opaqueredirect') throw new Error('A redirect; it was not followed.');
            const status = element('strong', response.ok ? '' : 'failed', response.status + ' ' + response.statusText);
            const facts = element('span', '', ' · ' + waited + ' ms');
            result.append(element('p', 'status', status, facts), headerList(response));
            facts.textContent += ' · ' + await showBody(response, result);
          }

          async function send(form) {
            const button = form.querySelector('button[type=submit]');
            const result = form.querySelector('.result');
            if (running.has(form)) return running.get(form).abort();
            const stop = new AbortController();
            running.set(form, stop);
            button.textContent = 'Stop';
            result.replaceChildren();
            try {
              await exchange(requestOf(form), stop.signal, result);
            } catch (problem) {
              const lead = problem instanceof TypeError ? 'No answer: ' : '';
              const said = stop.signal.aborted ? 'Stopped.' : lead + problem.message;
              result.append(element('p', 'status failed', said));
            } finally {
              running.delete(form);
              button.textContent = 'Send';
            }
          }

          /** Puts the example of the chosen content type into the body, unless something else has been typed there. */
          function changeType(select) {
            const text = select.form.querySelector('textarea');
            const examples = ['', ...Array.from(select.options, (option) => option.dataset.example)];
            if (examples.includes(text.value)) text.value = select.selectedOptions[0].dataset.example;
            refreshCurl(select.form);
          }

          async function copy(button) {
            const code = button.closest('.curl').querySelector('code');
            try {
              await navigator.clipboard.writeText(code.textContent);
              button.textContent = 'Copied';
              setTimeout(() => { button.textContent = 'Copy'; }, 1500);
            } catch {
              getSelection().selectAllChildren(code);
            }
          }

          function openTarget() {
            const target = document.getElementById(location.hash.slice(1));
            if (!target?.matches('details')) return;
            target.open = true;
            target.scrollIntoView();
          }

          document.addEventListener('submit', (event) => {
            event.preventDefault();
            send(event.target);
          });
          document.addEventListener('input', (event) => {
            const form = event.target.closest('form');
            if (form) refreshCurl(form);
          });
          document.addEventListener('change', ({ target }) => {
            if (target.matches('select[data-content-type]')) changeType(target);
          });
          document.addEventListener('click', (event) => {
            if (event.target.matches('.copy')) copy(event.target);
          });
          document.addEventListener('toggle', (event) => {
            const form = event.target.open && event.target.querySelector('form');
            if (form) refreshCurl(form);
          }, true);
          addEventListener('hashchange', openTarget);
          addEventListener('pagehide', () => { if (field) field.value = ''; });
          document.querySelectorAll('.operation[open] form').forEach(refreshCurl);
          openTarget();
        })();

        """#
}
