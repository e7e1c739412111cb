// Texts poured into every field of every form of a page, from inside the page: as its own forms post them, with its
// cookies and its policy, many a second. What comes back is read as a browser reads it, without running it, and judged:
// a text is text, so it can never become an element, an attribute or an address.
//
// Everything in `inside` runs in the browser and refers to nothing out here.

/** Puts the judge and the pouring into a page. */
export async function install(page) {
    await page.evaluate(inside);
}

/** The forms of the page as it is now that take a text: where they lead, and what their fields are called. */
export function forms(page) {
    return page.evaluate(() => globalThis.__flood.forms());
}

/** What is wrong with the page as it is now, as lines. */
export function judge(page) {
    return page.evaluate(() => globalThis.__flood.judge(document));
}

/**
 * Posts one form once a string, each string in every field of it (the fields turned against each other).
 * Gives `{ posts, refused, wrong }`: lines of `wrong` say what a text became.
 */
export function pour(page, where, form, strings, options = {}) {
    return page.evaluate(
        ([at, one, all, more]) => globalThis.__flood.pour(at, one, all, more),
        [where, form, strings, options],
    );
}

function inside() {
    const TAGS = new Set(
        `html head meta title link script body a header nav main footer section article aside form fieldset legend label input
        textarea button select option optgroup details summary output p h1 h2 h3 h4 ul ol li dl dt dd div span strong em b i
        small time abbr code kbd pre mark bdi q blockquote br hr img figure figcaption table caption thead tbody tr th td
        svg g path rect circle line text tspan defs pattern polyline polygon title desc use noscript template progress
        meter data dialog`.split(/\s+/),
    );
    const LINKS = ['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'poster', 'srcset', 'ping', 'background', 'cite'];
    const TEXT = 'textarea, input:not([type]), input[type=text], input[type=search], input[type=email], input[type=tel], input[type=url]';

    function judge(doc) {
        const wrong = [];
        const say = (what, element) => wrong.push(`${what}: ${element ? element.outerHTML.slice(0, 200) : ''}`);
        for (const element of doc.querySelectorAll('*')) {
            if (!TAGS.has(element.localName)) say('an element no page has', element);
            if (element.localName === 'script') {
                const src = element.getAttribute('src') ?? '';
                if (!/^\/assets\/[\w.-]+(\?[\w.=-]*)?$/.test(src) || element.textContent.trim()) say('a script', element);
            }
            if (element.localName === 'meta' && element.hasAttribute('http-equiv')) say('a meta that acts', element);
            for (const { name, value } of element.attributes) {
                if (/^on|^style$|^srcdoc$|^hx-on|^hx-vals|^hx-headers/i.test(name)) say(`attribute ${name}`, element);
                if (!/^[a-z][\w:.-]*$/i.test(name)) say(`attribute ${name}`, element);
                if (/^hx-(get|post|put|delete|patch)$/.test(name) && !/^\/(?!\/)/.test(value)) say(`${name} leads out`, element);
                if (LINKS.includes(name) && !fine(value, element)) say(`${name} leads out`, element);
            }
        }
        const one = (selector, what) => {
            const found = doc.querySelectorAll(selector).length;
            if (found !== 1) wrong.push(`${found} ${what}`);
        };
        one('body > main#main, body main#main', 'main');
        one('h1', 'h1');
        // A form or a list inside a paragraph ends it, and leaves an empty one behind.
        const empty = [...doc.querySelectorAll('main p:empty')].find((p) => p.attributes.length === 0);
        if (empty) say('a paragraph that was cut in two', empty.parentElement);
        if (doc.querySelector('parsererror')) wrong.push('a parser error');
        const ids = [...doc.querySelectorAll('[id]')].map((e) => e.id);
        const twice = ids.filter((id, n) => ids.indexOf(id) !== n);
        if (twice.length > 0) wrong.push(`an id twice: ${[...new Set(twice)].slice(0, 5).join(' ')}`);
        return wrong;
    }

    function fine(value, element) {
        if (value.startsWith('#')) return true;
        let url;
        try {
            url = new URL(value, location.origin);
        } catch {
            return false;
        }
        if (url.origin === location.origin) return true;
        // Only a link that somebody presses may lead to a mail or a call.
        return element.localName === 'a' && ['mailto:', 'tel:', 'sms:'].includes(url.protocol);
    }

    function describe(form) {
        const fields = [...form.querySelectorAll(TEXT)].filter((field) => field.name && !field.disabled && !field.readOnly);
        const button = form.querySelector('button:not([type]), button[type=submit], input[type=submit]');
        const choices = Object.fromEntries(new FormData(form, button).entries());
        for (const name of Object.keys(choices)) if (typeof choices[name] !== 'string') delete choices[name];
        return {
            action: new URL(form.getAttribute('action') ?? location.href, location.origin).pathname,
            method: form.method,
            multipart: form.enctype === 'multipart/form-data',
            fields: fields.map((field) => field.name),
            longest: Object.fromEntries(fields.map((field) => [field.name, field.maxLength])),
            lines: Object.fromEntries(fields.map((field) => [field.name, field.localName === 'textarea'])),
            choices,
        };
    }

    function all(doc) {
        return [...doc.forms].map(describe).filter((form) => form.fields.length > 0 && !form.multipart);
    }

    /** As it may come back: one kind of blank, no controls, nothing that is not seen. */
    function plain(text) {
        return text.normalize('NFC').replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\ufffd]/gu, ' ').replaceAll(/\s+/g, ' ').trim();
    }

    async function pour(where, form, strings, { follow = true, keeps = false } = {}) {
        const wrong = new Set();
        let posts = 0;
        let refused = 0;
        let hidden = form.choices;
        for (let at = 0; at < strings.length; at += 1) {
            const values = { ...hidden };
            (form.filled ?? form.fields).forEach((name, n) => {
                const text = strings[(at + n * 97) % strings.length];
                values[name] = form.lines[name] ? text : text.replaceAll(/[\r\n]+/g, ' ');
            });
            const query = new URLSearchParams(values);
            const answer = form.method === 'get'
                ? await fetch(`${form.action}?${query}`)
                : await fetch(form.action, { method: 'POST', body: query, redirect: follow ? 'follow' : 'manual' });
            posts += 1;
            const told = JSON.stringify(values).slice(0, 300);
            if (answer.status >= 500) wrong.add(`${answer.status} from ${form.action} for ${told}`);
            if (answer.type === 'opaqueredirect') continue;
            if (!/^text\/html/.test(answer.headers.get('content-type') ?? '')) {
                wrong.add(`${answer.status} ${answer.headers.get('content-type')} from ${form.action} for ${told}: ${(await answer.text()).slice(0, 100)}`);
                continue;
            }
            const doc = new DOMParser().parseFromString(await answer.text(), 'text/html');
            for (const line of judge(doc)) wrong.add(`${line} (${form.action}, ${told})`);
            if (answer.status >= 400) refused += 1;
            let same = all(doc).find((other) => other.action === form.action && other.fields.join() === form.fields.join());
            if (same && keeps) {
                const shown = [...doc.forms].find((f) => describe(f).action === form.action && describe(f).fields.join() === form.fields.join());
                for (const name of form.fields) {
                    const back = plain(shown.elements[name].value);
                    if (back !== plain(values[name])) wrong.add(`${name} came back otherwise: ${JSON.stringify(back)} (${answer.status}, ${JSON.stringify(values[name])})`);
                }
            }
            if (!same && form.method !== 'get') {
                const fresh = await fetch(where);
                same = all(new DOMParser().parseFromString(await fresh.text(), 'text/html')).find((other) => other.action === form.action && other.fields.join() === form.fields.join());
            }
            if (same) hidden = same.choices;
            if (wrong.size > 20) break;
        }
        return { posts, refused, wrong: [...wrong] };
    }

    globalThis.__flood = { judge, forms: () => all(document), pour };
}
