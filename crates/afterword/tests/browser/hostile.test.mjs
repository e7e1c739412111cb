// Text is data: every string of the Big List of Naughty Strings in every text field of every form, and rows 10, 61-68,
// 73-76 and 95 of the hostile inputs as a browser meets them. Nothing runs, nothing breaks the page, nothing reaches out.
// (64, spreadsheets, is tested where they are written, with `export`; 76 has nothing to fail here: no model is asked; 95 is in
// wrong.test.mjs, the limits of 75 in security.test.mjs.)

import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, describe, test } from 'node:test';
import { LAPTOP, PHONE, launch, sideways, until, visitor } from './browser.mjs';
import { forms, install, judge, pour } from './flood.mjs';
import { Hand, names } from './hand.mjs';
import { PANEL, PROFILE, SHORT } from './jots.mjs';
import { pages } from './pages.mjs';
import { naughty, serve } from './serve.mjs';

/** Letters that any field takes. */
const GROUP_LETTERS = 150;

const STRINGS = naughty();

/**
 * The same in as few texts as a field holds: each string stands whole in one of them. Those with characters that are not
 * seen keep to themselves, because a field may refuse them and must not refuse the others with them.
 */
const GROUPS = [/[\p{Cc}\p{Cf}]/u, /^[^\p{Cc}\p{Cf}]*$/u].flatMap((kind) => {
    const groups = [''];
    for (const text of STRINGS.filter((s) => kind.test(s))) {
        if (groups.at(-1).length + text.length > GROUP_LETTERS) groups.push('');
        groups.push(`${groups.pop()} ${text}`.trim());
    }
    return groups;
});

/** Texts that would do something if they were ever more than text. */
const SHARP = [
    '<script>globalThis.__hit="script"</script>',
    '<img src=x onerror=\'globalThis.__hit="img"\'>',
    '"><svg onload=\'globalThis.__hit="svg"\'><set attributeName=onmouseover to=globalThis.__hit=1>',
    '\'" autofocus onfocus=globalThis.__hit="attribute" x="',
    '</textarea><script>globalThis.__hit="textarea"</script>',
    '</title><script>globalThis.__hit="title"</script>',
    'javascript:globalThis.__hit="link"',
    '<a href="javascript:globalThis.__hit=1">x</a>',
    '<form action=//evil.example><button>x</button></form>',
    '<base href=//evil.example/><meta http-equiv=refresh content="0;url=//evil.example">',
    '<div hx-get=/undo hx-trigger=load hx-on::load="globalThis.__hit=1">x</div>',
    '<style>*{display:none}</style><link rel=stylesheet href=//evil.example/x.css>',
    '{{7*7}}${7*7}<%= 7*7 %>{% raw %}#{7*7}',
    ']]><x>&lt;script&gt;',
    '--><!--<script>globalThis.__hit="comment"</script>',
];

let browser;
before(async () => {
    browser = await launch();
});
after(() => browser?.close());

describe('every naughty string in every field of every form', () => {
    let house;
    let visit;
    before(async () => {
        house = await serve({ profile: PROFILE, jot: PANEL });
        visit = await visitor(browser, house, { size: PHONE });
    });
    after(async () => {
        await visit?.clean();
        await visit?.context.close();
        await house?.stop();
    });

    test('as its own pages post them', { timeout: 240_000 }, async (t) => {
        const { page } = visit;
        const done = new Set();
        const figures = [];
        // The jot has a test of its own: it is read and composed, and takes all strings at once.
        for (const { name, path } of (await pages(house)).filter((p) => !/^jot|offline/.test(p.name))) {
            await page.goto(house.origin + path);
            await install(page);
            for (const form of await forms(page)) {
                const key = `${form.action.replaceAll(/\d+/g, 'N')} ${form.fields}`;
                if (done.has(key) || form.action === '/jot') continue;
                done.add(key);
                const begin = Date.now();
                // What piles up on one page is looked at once, at its end; that page then holds all strings at once.
                const piles = /\/record$/.test(form.action);
                const keeps = /^\/(settings|find)$/.test(form.action);
                const all = await pour(page, path, form, [...GROUPS, ...SHARP], { follow: !piles, keeps });
                assert.deepEqual(all.wrong, [], `${name}: ${key}`);
                // A form may refuse them all for the sake of one field that takes no such thing; the others are filled alone then.
                const free = form.fields.filter((field) => !/^(email|phone|country|post|return_address)$/.test(field));
                let some = { posts: 0, refused: 0 };
                if (free.length > 0 && free.length < form.fields.length) {
                    some = await pour(page, path, { ...form, filled: free }, [...GROUPS.filter((_, n) => n % 2 === 0), ...SHARP]);
                    assert.deepEqual(some.wrong, [], `${name}: ${key}, ${free} alone`);
                    assert.ok(some.refused < some.posts, `${key} takes none of them`);
                }
                figures.push(`${key}: ${all.posts + some.posts} in ${Date.now() - begin} ms, ${all.refused + some.refused} refused`);
            }
        }
        t.diagnostic(figures.join('; '));
        for (const must of ['/note/N/edit', '/person/N', '/settings', '/find', '/case/N/record']) {
            assert.ok([...done].some((key) => key.startsWith(must)), `${must} was among them: ${[...done].join('; ')}`);
        }
    });

    test('and the pages that then hold them stand, at the width of a phone', { timeout: 60_000 }, async () => {
        const { page } = visit;
        for (const { name, path } of await pages(house)) {
            await page.goto(house.origin + path);
            await install(page);
            assert.deepEqual(await judge(page), [], name);
            assert.deepEqual(await sideways(page), [], name);
        }
    });

    test('a jot of them: read as it is typed, taken up, shown, and put on cards and in the calendar', { timeout: 90_000 }, async () => {
        const { page } = visit;
        const hand = new Hand(page);
        const head = PANEL.split('\n').slice(0, 4).join('\n').replace('Harbor Magazine', 'Naughty Weekly');
        const chunk = 110;
        for (let at = 0; at < STRINGS.length; at += chunk) {
            const lines = [...STRINGS.slice(at, at + chunk), ...SHARP].map((s) => `- ${s}`);
            const jot = `${head.replace('Naughty', `Naughty${at}`)}\n${lines.join('\n')}\n`;
            await page.goto(`${house.origin}/jot`);
            await install(page);
            const read = page.waitForResponse((answer) => answer.url().endsWith('/jot/reading'));
            await hand.box.fill(jot);
            await read;
            await until(() => page.locator('#reading').innerText().then((text) => text.includes('Maria Gonzalez')), 'it is read');
            assert.deepEqual(await judge(page), [], `reading from ${at}`);
            await hand.button(names.write).click();
            await page.waitForURL(/\/case\/\d+\/notes/);
            await install(page);
            assert.deepEqual(await judge(page), [], `notes from ${at}`);
            assert.deepEqual(await sideways(page), [], `notes from ${at}`);
        }
        for (const where of ['/', '/cases', '/people']) {
            await page.goto(house.origin + where);
            await install(page);
            assert.deepEqual(await judge(page), [], where);
        }
    });

    test('as employer, position and name', { timeout: 90_000 }, async () => {
        const { page } = visit;
        const picked = [...SHARP, ...STRINGS.filter((s, n) => /[<>"'&]/.test(s) ? n % 8 === 0 : n % 16 === 0)];
        for (const [n, text] of picked.entries()) {
            const line = text.replaceAll(/[\r\n]+/g, ' ');
            const answer = await house.post('/jot', {
                jot: `Ann Lee${n % 2 ? `, ${line}` : ''}\n- the oyster farm piece\n- ${line}\n`,
                employer: line || 'nobody',
                role: picked[(n + 7) % picked.length].replaceAll(/[\r\n]+/g, ' '),
            });
            assert.ok([303, 422].includes(answer.status), `${answer.status} for ${line}`);
        }
        for (const where of ['/', '/cases', '/people', '/find?q=ann', '/hours']) {
            await page.goto(house.origin + where);
            await install(page);
            assert.deepEqual(await judge(page), [], where);
            assert.deepEqual(await sideways(page), [], where);
        }
    });

    test('typed into the editor with scripts on', { timeout: 60_000 }, async () => {
        const { page } = visit;
        const all = [...SHARP, ...STRINGS.filter((s, n) => /[<>]/.test(s) && n % 8 === 0)].join('\n');
        await page.goto(`${house.origin}/note/1`);
        const field = page.getByRole('textbox', { name: names.text });
        const checked = page.waitForResponse((answer) => answer.url().endsWith('/check'));
        await field.fill(all);
        await checked;
        await install(page);
        await until(async () => (await judge(page)).length === 0, 'the findings stand as text');
    });

    test('kept by the phone while there is no network', { timeout: 60_000 }, async () => {
        const own = await visitor(browser, house, { size: PHONE, workers: true });
        const { page, context } = own;
        await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active?.state === 'activated');
        await page.goto(`${house.origin}/jot`);
        await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
        const hand = new Hand(page);
        await context.setOffline(true);
        const jot = [...SHARP, ...STRINGS].join('\n');
        await hand.box.fill(jot);
        await hand.button(names.write).click();
        await page.getByText(/kept on this (phone|computer)/i).waitFor();
        await install(page);
        assert.deepEqual(await judge(page), []);
        await page.goto(`${house.origin}/jot`);
        await hand.box.waitFor();
        await install(page);
        assert.deepEqual(await judge(page), []);
        const hit = await page.evaluate(() => globalThis.__hit ?? null);
        assert.equal(hit, null);
        assert.deepEqual(own.seen.filter((line) => !/ERR_INTERNET_DISCONNECTED|Failed to fetch|htmx:(sendError|afterRequest)/.test(line)), []);
        await context.close();
    });
});

describe('rows of the hostile inputs', () => {
    /** A book with one jot, and somebody before it. */
    async function visited(t, jot) {
        const house = await serve({ profile: PROFILE, jot });
        t.after(() => house.stop());
        return { house, ...(await visitor(browser, house, { size: LAPTOP })) };
    }

    test('10: a text that turns round or hides letters keeps to itself, and is no address', async (t) => {
        const turned = 'Quay \u202Eyldrow\u202D \u2067Weekly';
        const { house, page, leave } = await visited(t, SHORT.replace('Harbor Magazine', turned).concat('- \u202Eeht retsyo\u2066 and \u200Bthe ferry strike\n'));
        for (const { name, path } of await pages(house)) {
            await page.goto(house.origin + path);
            const loose = await page.evaluate(() => {
                const turners = /[\u202A-\u202E\u2066-\u2069]/;
                const out = [];
                const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                while (walker.nextNode()) {
                    const node = walker.currentNode;
                    if (!turners.test(node.data)) continue;
                    let at = node.parentElement;
                    if (['textarea', 'option', 'title'].includes(at.localName)) continue;
                    // A block is a paragraph of its own to the rules of direction; inside one it must be set apart.
                    let apart = false;
                    while (at) {
                        const style = getComputedStyle(at);
                        if (/isolate|plaintext/.test(style.unicodeBidi)) apart = true;
                        if (apart || !/^inline/.test(style.display)) break;
                        at = at.parentElement;
                    }
                    const alone = at && at.textContent.trim() === node.data.trim();
                    if (!apart && !alone) out.push(at.outerHTML.slice(0, 200));
                }
                return out;
            });
            assert.deepEqual(loose, [], name);
        }
        for (const address of ['ann\u202E@harbor.example', 'ann\u200B@harbor.example', 'ann@har\u2066bor.example', 'ann@harbor.example\u202E']) {
            const fields = await formOf(page, house, '/person/1');
            const answer = await house.post('/person/1', { ...fields, email: address });
            assert.equal(answer.status, 422, address);
        }
        assert.match((await house.get('/person/1')).body, /mgonzalez@harbormag\.example/);
        await leave();
    });

    test('61, 62: markup and imports of any typesetter are printed as they are', async (t) => {
        const lines = ['#read("/etc/passwd")', '#import "@preview/x:1.0.0": *', '\\input{/etc/passwd}', '$x^2$ {{7*7}} ${7*7}', '= Heading <label> @ref', '{% include "/etc/passwd" %}'];
        const { house, page, leave } = await visited(t, `${SHORT}${lines.map((l) => `- ${l}\n`).join('')}`);
        for (const { name, path } of await pages(house)) {
            await page.goto(house.origin + path);
            const text = await page.locator('body').innerText();
            assert.doesNotMatch(text, /root:x:|\b49\b/, name);
        }
        await page.goto(`${house.origin}/case/1/notes`);
        const text = await page.locator('.jot').innerText();
        for (const line of lines) assert.ok(text.includes(line), line);
        await leave();
    });

    test('63, 66: the drawings of a card and an envelope hold text and shapes', async (t) => {
        const { house, page, leave } = await visited(t, `${SHORT}- said "<script>alert(1)</script> ]]> & </text><set attributeName=x>"\n`);
        await house.post('/person/1', { ...(await formOf(page, house, '/person/1')), post: '1 <svg onload=alert(1)> St ]]>\nBoston MA 02110' });
        const card = (await pages(house)).find((p) => p.name === 'card').path;
        await page.goto(`${house.origin}/case/1/notes`);
        for (const file of ['card.svg', 'envelope.svg']) {
            const answer = await house.get(`${card}/${file}`);
            assert.ok([200, 404, 422].includes(answer.status), `${file}: ${answer.status}`);
            if (answer.status !== 200) continue;
            assert.match(answer.headers.get('content-type'), /^image\/svg\+xml/);
            assert.ok(answer.headers.get('content-security-policy'));
            const strange = await page.evaluate((text) => {
                const doc = new DOMParser().parseFromString(text, 'image/svg+xml');
                if (doc.querySelector('parsererror')) return ['it is no XML'];
                const known = ['svg', 'g', 'path', 'rect', 'line', 'circle', 'text', 'tspan', 'title', 'desc', 'defs', 'polyline', 'style', 'clipPath'];
                return [...doc.querySelectorAll('*')].filter((e) => !known.includes(e.localName) || [...e.attributes].some((a) => /^on|href/.test(a.name))).map((e) => e.outerHTML.slice(0, 100));
            }, answer.body);
            assert.deepEqual(strange, [], file);
        }
        await leave();
    });

    test('65: a PDF says nothing of itself that a text slipped in', async (t) => {
        const { house, leave } = await visited(t, SHORT);
        const card = (await pages(house)).find((p) => p.name === 'card').path;
        const pdf = await house.get(`${card}/sheet.pdf`);
        assert.equal(pdf.status, 200);
        assert.match(pdf.headers.get('content-type'), /^application\/pdf/);
        assert.match(pdf.body.slice(0, 8), /^%PDF-/);
        assert.doesNotMatch(pdf.body, /\/(JavaScript|JS|OpenAction|Launch|URI|AA|EmbeddedFile)\b/);
        await leave();
    });

    test('67: no line of a text becomes a line of the calendar', async (t) => {
        const { house, page, leave } = await visited(t, SHORT);
        const calendar = async () => {
            await page.goto(`${house.origin}/settings`);
            const link = (await page.content()).match(/\/feed\/[\w-]+\.ics/)?.[0];
            assert.ok(link, 'the settings show the link of the calendar');
            // A calendar has no cookie.
            const answer = await fetch(house.origin + link);
            assert.equal(answer.status, 200);
            assert.match(answer.headers.get('content-type'), /^text\/calendar/);
            return answer.text();
        };
        const count = (text, what) => text.split(/\r\n/).filter((line) => line === what).length;
        const was = await calendar();
        assert.ok(count(was, 'BEGIN:VEVENT') > 0);
        const evil = 'x\r\nBEGIN:VEVENT\r\nSUMMARY:evil\r\nEND:VEVENT\r\nBEGIN:VALARM';
        await house.post('/case/1/record', { what: 'moved', words: `end of next week${evil}` });
        await house.post('/person/1', { ...(await formOf(page, house, '/person/1')), title: `editor${evil}`, name: `Maria Gonzalez${evil}` });
        const is = await calendar();
        assert.equal(count(is, 'BEGIN:VEVENT'), count(is, 'END:VEVENT'));
        assert.equal(count(is, 'SUMMARY:evil'), 0);
        assert.equal(count(is, 'BEGIN:VALARM'), count(is, 'END:VALARM'));
        assert.equal(is.split('\r\n').filter((line) => /[\n\r]/.test(line)).length, 0, 'line ends are whole');
        await leave();
    });

    test('68: a log or a terminal gets no control characters', async (t) => {
        const { house, page, leave } = await visited(t, SHORT);
        const coloured = '\u001b[31mred\u001b]0;title\u0007\u009b2J';
        await house.get(`/find?q=${encodeURIComponent(coloured)}`);
        await house.get(`/${encodeURIComponent(coloured)}`);
        await house.post('/jot', { jot: `${coloured}\n`, employer: coloured });
        await house.post('/person/1', { ...(await formOf(page, house, '/person/1')), name: coloured, email: `${coloured}@x.example` });
        await house.post('/settings', { name: coloured, sign_off: coloured });
        const said = house.said.stdout + house.said.stderr;
        // eslint-disable-next-line no-control-regex
        assert.doesNotMatch(said, /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
        assert.doesNotMatch(said, /panicked/);
        await leave();
    });

    test('73, 74: an address in what is brought in is never called, no file of this machine opened', async (t) => {
        const { house, page, leave } = await visited(t, SHORT);
        let called = 0;
        const canary = net.createServer((socket) => {
            called += 1;
            socket.destroy();
        });
        await new Promise((resolve) => canary.listen(0, '127.0.0.1', resolve));
        t.after(() => canary.close());
        const at = `http://127.0.0.1:${canary.address().port}/x`;
        const decimal = `http://2130706433:${canary.address().port}/x`;
        const files = {
            'contact.vcf': `BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ann Lee\r\nEMAIL:ann@harbor.example\r\nPHOTO;VALUE=uri:${at}\r\nLOGO:file:///etc/passwd\r\nURL:${decimal}\r\nSOUND:${at}\r\nEND:VCARD\r\n`,
            'invite.ics': `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1@x.example\r\nDTSTAMP:20260302T120000Z\r\nDTSTART:20260304T150000Z\r\nDTEND:20260304T160000Z\r\nSUMMARY:Interview staff writer\r\nORGANIZER;CN=Ann Lee;DIR="${at}":mailto:ann@harbor.example\r\nATTACH:${at}\r\nATTACH:file:///etc/passwd\r\nDESCRIPTION:<img src="${at}"> ${decimal}\r\nURL:${at}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n`,
            'mail.eml': `From: Ann Lee <ann@harbor.example>\r\nTo: gabriela@garcia.example\r\nSubject: hello\r\nContent-Type: text/html\r\n\r\n<p>Hi</p><img src="${at}"><iframe src="file:///etc/passwd"></iframe><script src="${at}"></script><link rel=stylesheet href="${at}">--<br>Ann Lee<br>Editor, Harbor<br>`,
            'jot.txt': `${SHORT}- see ${at} and file:///etc/passwd\n`,
            '../../etc/x<img src=x onerror=alert(1)>.vcf': 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:<img src=x onerror=alert(1)>\r\nEND:VCARD\r\n',
            'not-a-picture.png': '\x89PNG\r\n\x1a\nno picture',
            'nothing.txt': '',
        };
        for (const [name, text] of Object.entries(files)) {
            await page.goto(`${house.origin}/bring`);
            const answer = await page.evaluate(async ([called, words]) => {
                const form = new FormData();
                form.append('file', new File([Uint8Array.from(words, (c) => c.charCodeAt(0))], called));
                const got = await fetch('/bring', { method: 'POST', body: form });
                return { status: got.status, type: got.headers.get('content-type'), text: await got.text() };
            }, [name, text]);
            assert.ok(answer.status < 500, `${name}: ${answer.status}`);
            assert.match(answer.type, /^text\/html/, name);
            assert.doesNotMatch(answer.text, /root:x:/, name);
            await install(page);
            const wrong = await page.evaluate((html) => globalThis.__flood.judge(new DOMParser().parseFromString(html, 'text/html')), answer.text);
            assert.deepEqual(wrong, [], name);
        }
        for (const { name, path } of await pages(house)) {
            await page.goto(house.origin + path);
            await page.waitForLoadState('networkidle');
            await install(page);
            assert.deepEqual(await judge(page), [], name);
        }
        assert.equal(called, 0);
        await leave();
    });
});

/** What a form of a page would post as it stands. */
async function formOf(page, house, path) {
    await page.goto(house.origin + path);
    await install(page);
    const form = (await forms(page)).find((one) => one.action === path);
    assert.ok(form, `${path} has a form`);
    return form.choices;
}
