// A page on a slow phone: everything the app consists of, and its largest page, in at most a hundred kilobytes on the wire.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { launch, visitor } from './browser.mjs';
import { PANEL, PROFILE } from './jots.mjs';
import { pages } from './pages.mjs';
import { ask, serve } from './serve.mjs';

/** Bytes on the wire, bodies alone. */
const LIMIT = 100_000;

let house;
before(async () => {
    house = await serve({ profile: PROFILE, jot: PANEL });
});
after(() => house?.stop());

async function wire(where) {
    const answer = await ask(house, 'GET', where, { headers: { ...house.cookie, 'accept-encoding': 'gzip, br' } });
    assert.equal(answer.status, 200, where);
    return answer;
}

test('all assets and the largest page are at most 100 kB', async (t) => {
    const assets = new Map();
    const add = async (href, from) => {
        const url = new URL(href, new URL(from, house.origin));
        if (url.protocol === 'data:') return;
        assert.equal(url.origin, house.origin, `${from} loads ${href}`);
        const where = url.pathname + url.search;
        if (assets.has(where)) return;
        const { bytes, headers } = await wire(where);
        assets.set(where, bytes.length);
        const plain = await ask(house, 'GET', where, { headers: house.cookie });
        if (/css/.test(headers['content-type'])) {
            for (const [, inner] of plain.body.matchAll(/url\(["']?([^"')]+)["']?\)/g)) await add(inner, where);
        }
        if (/javascript/.test(headers['content-type'])) {
            for (const [, inner] of plain.body.matchAll(/["'`](\/assets\/[\w.?=-]+)["'`]/g)) await add(inner, where);
        }
        if (/manifest/.test(headers['content-type'])) {
            for (const { src } of JSON.parse(plain.body).icons) await add(src, where);
        }
    };
    let largest = { name: '', bytes: 0 };
    for (const { name, path } of await pages(house)) {
        const { bytes, headers } = await wire(path);
        assert.ok(headers['content-encoding'], `${name} is compressed`);
        if (bytes.length > largest.bytes) largest = { name, bytes: bytes.length };
        const { body } = await house.get(path);
        for (const [tag] of body.matchAll(/<(?:script|link|img|source|iframe|use|image)\b[^>]*>/g)) {
            const href = /\b(?:src|href)="([^"]+)"/.exec(tag)?.[1];
            // Pictures of this card and that envelope are part of one page, not of the app.
            if (href && !/^\/case\//.test(href) && !href.startsWith('#')) await add(href.replaceAll('&amp;', '&'), path);
        }
    }
    await add('/sw.js', '/');
    const sum = [...assets.values()].reduce((a, b) => a + b, 0);
    const heaviest = [...assets].sort((a, b) => b[1] - a[1]).slice(0, 5);
    t.diagnostic(`assets ${sum} bytes in ${assets.size} files (${heaviest.map(([k, v]) => `${k} ${v}`).join(', ')}); largest page ${largest.name} ${largest.bytes} bytes; together ${sum + largest.bytes}`);
    assert.ok(assets.size >= 3, 'the assets were found');
    assert.ok(sum + largest.bytes <= LIMIT, `${sum + largest.bytes} bytes`);
});

test('a browser that was here before loads a page and nothing else', async (t) => {
    const browser = await launch();
    t.after(() => browser.close());
    const visit = await visitor(browser, house, {});
    const { page } = visit;
    await page.goto(`${house.origin}/case/1/notes`);
    await page.waitForLoadState('networkidle');
    await page.goto(`${house.origin}/cases`);
    await page.waitForLoadState('networkidle');
    const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name, transferSize }) => ({ name, transferSize })));
    const assets = loaded.filter(({ name }) => name.includes('/assets/'));
    assert.ok(assets.length >= 2, 'the page has assets');
    assert.deepEqual(assets.filter(({ name, transferSize }) => /style|app|htmx/.test(name) && transferSize > 0), []);
    await visit.leave();
});
