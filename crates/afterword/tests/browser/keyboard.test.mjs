// The main way with a keyboard alone: Tab, Shift+Tab, Enter, Space and letters. Where one is can always be seen.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LAPTOP, launch, until, visitor } from './browser.mjs';
import { names } from './hand.mjs';
import { PROFILE, SHORT } from './jots.mjs';
import { pages } from './pages.mjs';
import { serve } from './serve.mjs';

/** More stops than any page of a small book has. */
const STOPS = 150;

/** A group of radio buttons is one stop; no page has more of them than this. */
const RADIOS = 8;

let browser;
before(async () => {
    browser = await launch();
});
after(() => browser?.close());

/** What has the focus: its name and role, and whether it can be seen to have it. */
function focused(page) {
    return page.evaluate(() => {
        const at = document.activeElement;
        if (!at || at === document.body) return null;
        const named = at.getAttribute('aria-label') ?? (at.labels?.[0]?.innerText || at.innerText || at.value || at.getAttribute('name') || '');
        const box = at.getBoundingClientRect();
        // A ring of at least a pixel, on the thing itself or on what it spreads over its surroundings.
        const ring = (part) => {
            const style = getComputedStyle(at, part);
            return style.content !== 'none' && style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 1;
        };
        const shown = ring(null) || ring('::after') || ring('::before');
        const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return {
            tag: at.localName,
            type: at.getAttribute('type'),
            name: named.trim().replaceAll(/\s+/g, ' '),
            href: at.getAttribute('href'),
            shown,
            inView: box.width > 0 && box.bottom > 0 && box.top < innerHeight,
            covered: middle !== null && !at.contains(middle) && !middle.contains(at) && !middle.closest('label')?.contains(at),
            key: [...document.querySelectorAll('*')].indexOf(at),
        };
    });
}

/** Goes on with Tab until what has the focus is meant. */
async function tabTo(page, meant) {
    for (let stop = 0; stop < STOPS; stop += 1) {
        await page.keyboard.press('Tab');
        const at = await focused(page);
        if (at && meant(at)) return at;
    }
    throw new Error(`never came to it on ${page.url()}`);
}

const called = (name, tags) => (at) => name.test(at.name) && tags.includes(at.tag);

test('from the first page to the plan, and never a mouse', { timeout: 90_000 }, async (t) => {
    const house = await serve({ profile: PROFILE });
    t.after(() => house.stop());
    const visit = await visitor(browser, house, { size: LAPTOP });
    const { page } = visit;
    const arrive = (where) => page.waitForURL((url) => where.test(url.pathname), { waitUntil: 'domcontentloaded' });

    // The first stop leads past everything to what the page is about.
    await page.keyboard.press('Tab');
    const skip = await focused(page);
    assert.equal(skip.href, '#main');
    assert.ok(skip.inView && skip.shown, 'the way past the head can be seen');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.ok(await page.evaluate(() => document.activeElement.closest('main, footer') !== null), 'and it leads past the head');

    await page.goto(house.origin);
    await tabTo(page, called(names.newJot, ['a']));
    await page.keyboard.press('Enter');
    await arrive(/^\/jot/);
    if ((await focused(page))?.tag !== 'textarea') await tabTo(page, (at) => at.tag === 'textarea');
    await page.keyboard.insertText(SHORT);
    await page.locator('#reading').getByText('Maria Gonzalez').first().waitFor();
    await tabTo(page, called(names.write, ['button']));
    await page.keyboard.press('Enter');
    await arrive(/^\/case\/1\/notes/);

    await tabTo(page, called(names.open, ['a']));
    await page.keyboard.press('Enter');
    await arrive(/^\/note\/1/);
    await tabTo(page, called(names.approve, ['button']));
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: names.sent }).waitFor();

    await tabTo(page, called(names.undo, ['button']));
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: names.approve }).waitFor();
    await tabTo(page, called(names.approve, ['button']));
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: names.sent }).waitFor();

    await tabTo(page, called(names.sent, ['button']));
    await page.keyboard.press('Enter');
    await until(async () => (await house.sent(1)) === 1, 'it is sent');
    await arrive(/^\/case\/1\/notes/);
    await tabTo(page, called(names.plan, ['a']));
    await page.keyboard.press('Enter');
    await arrive(/^\/case\/1\/plan/);
    await visit.leave();
});

test('every stop on every page can be seen, has a name, and none is a trap', { timeout: 120_000 }, async (t) => {
    const house = await serve({ profile: PROFILE, jot: SHORT });
    t.after(() => house.stop());
    const visit = await visitor(browser, house, { size: LAPTOP });
    const { page } = visit;
    for (const { name, path } of await pages(house)) {
        await page.goto(house.origin + path);
        await page.evaluate(() => document.activeElement?.blur());
        const stops = new Set();
        let left = false;
        for (let stop = 0; stop < STOPS && !left; stop += 1) {
            await page.keyboard.press('Tab');
            const at = await focused(page);
            if (at === null) continue;
            // Round once, past the ends of the page: wherever a page puts the focus first.
            if (stops.has(at.key)) left = at.key === [...stops][0];
            else {
                const where = `${name}: ${at.tag} "${at.name}"`;
                assert.ok(at.name.length > 0, `${where} has no name`);
                assert.ok(at.shown, `${where} does not show that it has the focus`);
                assert.ok(at.inView, `${where} is out of sight`);
                assert.ok(!at.covered, `${where} is covered by something`);
                stops.add(at.key);
            }
        }
        assert.ok(left, `${name} lets nobody out`);
        const reachable = await page.evaluate(() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea')].filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.disabled && e.tabIndex >= 0).length);
        assert.ok(stops.size >= Math.min(reachable, STOPS) - RADIOS, `${name}: ${stops.size} of ${reachable} stops`);
    }
    await visit.leave();
});
