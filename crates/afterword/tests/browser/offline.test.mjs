// Outside the building there is no network: what is jotted then is kept by the phone, and taken up once when it is back.
// The network is cut in the browser and the server goes on; in the last test it is ended, as a laptop that is shut.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { PHONE, launch, until, visitor } from './browser.mjs';
import { Hand, names } from './hand.mjs';
import { OTHER, PROFILE, SHORT } from './jots.mjs';
import { serve } from './serve.mjs';

/** What somebody reads whose jot is kept until the connection returns. */
const KEPT = /kept on this (phone|computer)/i;

let browser;
before(async () => {
    browser = await launch();
});
after(() => browser?.close());

async function phone(t) {
    const house = await serve({ profile: PROFILE });
    t.after(() => house.stop());
    const visit = await visitor(browser, house, { size: PHONE, workers: true });
    const { page, context } = visit;
    // Installed and in charge, as on a phone that opened the page once before.
    await page.waitForFunction(async () => {
        const { active } = await navigator.serviceWorker.ready;
        return active?.state === 'activated';
    });
    await page.reload();
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    const cut = (off) => context.setOffline(off);
    return { ...visit, house, hand: new Hand(page), cut };
}

async function cases(house) {
    return (await house.json('/api/v1/cases')).cases;
}

/** A page that is opened tries what is kept at once; then nothing is. */
async function nothingWaits(page) {
    await page.locator('#jot').waitFor();
    await until(async () => !(await page.getByText(KEPT).isVisible()), 'nothing waits to be taken up');
}

/** Failing to reach the server is what these tests are about. */
async function leave(visit) {
    const expected = /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|Failed to fetch|NetworkError/i;
    const left = visit.seen.filter((line) => !expected.test(line));
    assert.deepEqual(left, []);
    await visit.context.close();
}

test('it can be put on a phone', async (t) => {
    const visit = await phone(t);
    const { house, page } = visit;
    const href = await page.locator('link[rel=manifest]').getAttribute('href');
    const answer = await house.get(href);
    assert.equal(answer.status, 200);
    const manifest = JSON.parse(answer.body);
    assert.equal(manifest.display, 'standalone');
    assert.ok(manifest.name && manifest.start_url);
    const sizes = manifest.icons.map((icon) => icon.sizes).join(' ');
    assert.ok(/any|192x192/.test(sizes) && /any|512x512/.test(sizes), sizes);
    for (const icon of manifest.icons) assert.equal((await house.get(icon.src)).status, 200, icon.src);
    await leave(visit);
});

test('a jot made with no network survives a reload and is taken up exactly once', async (t) => {
    const visit = await phone(t);
    const { house, page, hand, cut } = visit;
    await cut(true);
    await hand.link(names.newJot).first().click();
    await hand.box.waitFor();
    await hand.box.fill(SHORT);
    await hand.button(names.write).click();
    await page.getByText(KEPT).waitFor();
    assert.equal((await cases(house)).length, 0);

    // The phone goes into the pocket; the page is opened again, still with no network.
    await page.goto(`${house.origin}/jot`);
    await page.getByText(KEPT).waitFor();
    assert.equal((await cases(house)).length, 0);

    await cut(false);
    await until(async () => (await cases(house)).length === 1, 'the jot is taken up');
    // Nothing is left to be taken up again, at once or at the next start.
    await page.goto(`${house.origin}/`);
    await page.reload();
    await page.goto(`${house.origin}/jot`);
    await nothingWaits(page);
    assert.equal((await cases(house)).length, 1);
    const { notes } = await house.json('/api/v1/cases/1/notes');
    assert.equal(notes.length, 1);
    await leave(visit);
});

test('two jots of two interviews are both taken up', async (t) => {
    const visit = await phone(t);
    const { house, page, hand, cut } = visit;
    await cut(true);
    for (const jot of [SHORT, OTHER]) {
        await page.goto(`${house.origin}/jot`);
        await hand.box.waitFor();
        await hand.box.fill(jot);
        await hand.button(names.write).click();
        await page.getByText(KEPT).waitFor();
    }
    await cut(false);
    await until(async () => (await cases(house)).length === 2, 'both are taken up');
    const all = (await cases(house)).map((one) => one.organization).sort();
    assert.deepEqual(all, ['Harbor Magazine', 'Quay Weekly']);
    await leave(visit);
});

test('words that were not yet taken up are there again after a reload', async (t) => {
    const visit = await phone(t);
    const { house, page, hand, cut } = visit;
    await page.goto(`${house.origin}/jot`);
    await hand.box.pressSequentially('Maria said the oyster');
    await cut(true);
    await page.reload();
    await hand.box.waitFor();
    await until(async () => (await hand.box.inputValue()) === 'Maria said the oyster', 'the words are back');
    await leave(visit);
});

test('an answer that was lost on the way does not make it two', async (t) => {
    const visit = await phone(t);
    const { house, page, hand, cut } = visit;
    await cut(true);
    await page.goto(`${house.origin}/jot`);
    await hand.box.waitFor();
    await hand.box.fill(SHORT);
    await hand.button(names.write).click();
    await page.getByText(KEPT).waitFor();
    // The first time the server takes it up, but the phone never hears of it.
    let lost = 0;
    await visit.context.route('**/jot', async (route) => {
        if (route.request().method() !== 'POST' || lost > 0) return route.fallback();
        lost += 1;
        await route.fetch({ maxRedirects: 0 }).catch(() => {});
        await route.abort('connectionreset');
    });
    await cut(false);
    await until(() => lost === 1, 'it is tried');
    await until(async () => (await cases(house)).length === 1, 'the jot is taken up');
    await page.goto(`${house.origin}/jot`);
    await nothingWaits(page);
    assert.equal((await cases(house)).length, 1);
    const { notes } = await house.json('/api/v1/cases/1/notes');
    assert.equal(notes.length, 1);
    await leave(visit);
});

test('kept while the laptop is shut and started again, until its new link is opened', async (t) => {
    const visit = await phone(t);
    const { house, page, hand } = visit;
    await house.stop({ keep: true });
    await page.goto(`${house.origin}/jot`);
    await hand.box.fill(SHORT);
    await hand.button(names.write).click();
    await page.getByText(KEPT).waitFor();

    const again = await serve({ profile: PROFILE, folder: house.folder, port: house.port });
    t.after(() => again.stop());
    // The old key opens nothing any more, and that must not cost a jot.
    await page.goto(`${house.origin}/`);
    await page.getByText(/afterword serve/).first().waitFor();
    assert.equal((await cases(again)).length, 0);
    await page.goto(again.url);
    await until(async () => (await cases(again)).length === 1, 'the jot is taken up');
    await page.goto(`${house.origin}/jot`);
    await nothingWaits(page);
    assert.equal((await cases(again)).length, 1);
    await leave(visit);
});
