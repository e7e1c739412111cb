// Everybody can use every page: axe-core finds nothing in light or dark, nothing scrolls sideways at 320 px or at 200 %
// zoom, what is tapped is large enough, and nothing moves for those who asked for calm.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { LAPTOP, PHONE, barriers, launch, sideways, visitor } from './browser.mjs';
import { Hand, names } from './hand.mjs';
import { PANEL, PROFILE } from './jots.mjs';
import { pages } from './pages.mjs';
import { serve } from './serve.mjs';

/** The narrowest screen, and a laptop at 200 % zoom. */
const NARROW = { width: 320, height: 568 };
const ZOOMED = { width: LAPTOP.width / 2, height: LAPTOP.height / 2 };

/** What a finger hits. */
const TAP_PX = 44;

let browser;
let house;
let open;
before(async () => {
    browser = await launch();
    house = await serve({ profile: PROFILE, jot: PANEL });
    open = await pages(house);
});
after(async () => {
    await browser?.close();
    await house?.stop();
});

async function bothSchemes(page, name) {
    const found = [];
    for (const colorScheme of ['light', 'dark']) {
        await page.emulateMedia({ colorScheme });
        for (const barrier of await barriers(page)) found.push(`${name}, ${colorScheme}: ${barrier}`);
    }
    return found;
}

describe('axe-core finds nothing', () => {
    for (const [called, size] of [['phone', PHONE], ['laptop', LAPTOP]]) {
        test(`on any page, light or dark, on a ${called}`, { timeout: 120_000 }, async () => {
            const visit = await visitor(browser, house, { size });
            const found = [];
            for (const { name, path } of open) {
                await visit.page.goto(house.origin + path);
                found.push(...(await bothSchemes(visit.page, name)));
            }
            assert.deepEqual(found, []);
            await visit.leave();
        });
    }

    test('on pages in the middle of something', { timeout: 120_000 }, async (t) => {
        const own = await serve({ profile: PROFILE });
        t.after(() => own.stop());
        const visit = await visitor(browser, own, { size: PHONE });
        const { page } = visit;
        const hand = new Hand(page);
        const found = [];
        const look = async (name) => found.push(...(await bothSchemes(page, name)));

        await look('an empty book');
        await page.goto(`${own.origin}/people`);
        await look('nobody yet');
        await page.goto(`${own.origin}/jot`);
        await hand.box.fill('it went ok');
        await hand.button(names.write).click();
        await page.getByRole('alert').first().waitFor();
        await look('a jot that cannot be taken up');
        await hand.box.fill(PANEL);
        await page.locator('#reading').getByText('Sam Okoro').first().waitFor();
        await look('a jot being read');
        await hand.button(names.write).click();
        await page.waitForURL(/\/notes/);
        await hand.link(names.open, hand.sheet('Theo Lund')).click();
        await page.waitForURL(/\/note\/\d+/);
        const field = page.getByRole('textbox', { name: names.text });
        await field.fill((await field.inputValue()).replace('Dear Theo', 'Dear Maria'));
        await hand.button(names.keepText).click();
        await page.locator('.findings').getByText(/Maria/).first().waitFor();
        await look('a note with an error');
        await page.goto(`${own.origin}/case/1/notes`);
        await hand.link(names.open, hand.sheet('Sam Okoro')).click();
        await hand.button(names.approve).click();
        await hand.button(names.sent).waitFor();
        await look('an approved note with its undo bar');
        await page.goto(`${own.origin}/case/999`);
        await look('no such page');
        await visit.context.clearCookies();
        await page.goto(`${own.origin}/`);
        await look('not let in');
        assert.deepEqual(found, []);
        await visit.leave();
    });
});

describe('small screens, large letters', () => {
    for (const [called, size, scale] of [['320 px wide', NARROW, 1], ['at 200 % zoom', ZOOMED, 2]]) {
        test(`no page scrolls sideways ${called}`, async () => {
            const visit = await visitor(browser, house, { size, scale });
            const found = [];
            for (const { name, path } of open) {
                await visit.page.goto(house.origin + path);
                for (const line of await sideways(visit.page)) found.push(`${name}: ${line}`);
            }
            assert.deepEqual(found, []);
            await visit.leave();
        });
    }

    test('nothing is cut off or covered when letters are spaced as some readers need (WCAG 1.4.12)', async () => {
        const visit = await visitor(browser, house, { size: NARROW });
        const found = [];
        for (const { name, path } of open) {
            await visit.page.goto(house.origin + path);
            await visit.page.evaluate(() => {
                const sheet = new CSSStyleSheet();
                sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }');
                document.adoptedStyleSheets.push(sheet);
            });
            for (const line of await sideways(visit.page)) found.push(`${name}: ${line}`);
        }
        assert.deepEqual(found, []);
        await visit.leave();
    });

    test('what is tapped on a phone is large enough', async () => {
        const visit = await visitor(browser, house, { size: PHONE });
        const found = [];
        for (const { name, path } of open) {
            await visit.page.goto(house.origin + path);
            const small = await visit.page.evaluate((least) => {
                const out = [];
                for (const target of document.querySelectorAll('button, summary, select, nav a, a.btn, input:not([type=hidden])')) {
                    if (!target.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
                    // A box to tick is tapped by its label as well.
                    const label = ['checkbox', 'radio'].includes(target.type) ? target.closest('label') ?? target.labels?.[0] : null;
                    const { width, height } = (label ?? target).getBoundingClientRect();
                    if (width < least - 0.5 || height < least - 0.5) out.push(`${target.outerHTML.slice(0, 120)} is ${Math.round(width)} by ${Math.round(height)}`);
                }
                return out;
            }, TAP_PX);
            found.push(...small.map((line) => `${name}: ${line}`));
        }
        assert.deepEqual(found, []);
        await visit.leave();
    });

    test('nothing moves for those who asked for calm', async () => {
        const visit = await visitor(browser, house, { size: PHONE, calm: true });
        const found = [];
        for (const { name, path } of open) {
            await visit.page.goto(house.origin + path);
            const moving = await visit.page.evaluate(() => {
                const seconds = (list) => Math.max(...list.split(',').map((part) => Number.parseFloat(part) * (part.trim().endsWith('ms') ? 0.001 : 1)));
                const out = [];
                for (const element of document.querySelectorAll('*')) {
                    const style = getComputedStyle(element);
                    const moves = style.animationName !== 'none' && seconds(style.animationDuration) > 0.01;
                    const slides = style.transitionProperty !== 'none' && seconds(style.transitionDuration) > 0.01;
                    if (moves || slides) out.push(element.outerHTML.slice(0, 100));
                    if (style.scrollBehavior === 'smooth') out.push(`smooth scrolling: ${element.localName}`);
                }
                return out;
            });
            found.push(...moving.map((line) => `${name}: ${line}`));
        }
        assert.deepEqual(found, []);
        await visit.leave();
    });

    test('every page says what it is: language, title, one heading, landmarks', async () => {
        const visit = await visitor(browser, house, { size: LAPTOP });
        const titles = new Map();
        for (const { name, path } of open) {
            await visit.page.goto(house.origin + path);
            assert.equal(await visit.page.locator('html').getAttribute('lang'), 'en', name);
            const title = await visit.page.title();
            assert.match(title, /Afterword/, name);
            assert.ok(!titles.has(title) || [titles.get(title), name].every((n) => /^(find|found|jot|jot-more|offline)$/.test(n)), `${name} and ${titles.get(title)} have one title: ${title}`);
            titles.set(title, name);
            for (const landmark of ['banner', 'main', 'contentinfo']) {
                assert.equal(await visit.page.getByRole(landmark).count(), 1, `${name}: ${landmark}`);
            }
            assert.equal(await visit.page.getByRole('heading', { level: 1 }).count(), 1, name);
            assert.ok((await visit.page.getByRole('navigation', { name: 'Main' }).count()) === 1, `${name}: navigation`);
        }
        await visit.leave();
    });
});
