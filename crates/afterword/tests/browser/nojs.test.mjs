// The main way with scripts switched off: pages and forms, and nothing that only a script could do.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { LAPTOP, PHONE, launch, visitor } from './browser.mjs';
import { CARD_STEPS, Hand, names } from './hand.mjs';
import { PANEL, PANELISTS, PROFILE } from './jots.mjs';
import { pages } from './pages.mjs';
import { serve } from './serve.mjs';

let browser;
before(async () => {
    browser = await launch();
});
after(() => browser?.close());

for (const [called, size] of [['phone', PHONE], ['laptop', LAPTOP]]) {
    test(`jot, notes, approval, undo, sent, card, plan: no script, on a ${called}`, { timeout: 90_000 }, async (t) => {
        const house = await serve({ profile: PROFILE });
        t.after(() => house.stop());
        const visit = await visitor(browser, house, { size, javaScript: false });
        const { page } = visit;
        const hand = new Hand(page);

        await hand.tap(hand.link(names.newJot).first(), /^\/jot/);
        await hand.box.fill(PANEL);
        // How it is understood can be asked for before anything is kept.
        const look = hand.button(names.look);
        await look.click();
        await page.locator('#reading').getByText('Theo Lund').first().waitFor();
        assert.equal((await hand.box.inputValue()).replaceAll('\r\n', '\n').trim(), PANEL.trim());
        assert.equal((await house.json('/api/v1/cases')).cases.length, 0);
        await hand.tap(hand.button(names.write), /^\/case\/1\/notes/);
        for (const name of PANELISTS) assert.ok(await hand.sheet(name).isVisible(), name);

        for (const name of PANELISTS.slice(0, 2)) {
            await hand.tap(hand.link(names.open, hand.sheet(name)), /^\/note\/\d+/);
            await hand.tap(hand.button(names.approve), hand.button(names.sent));
            await hand.tap(hand.button(names.undo), hand.button(names.approve));
            await hand.tap(hand.button(names.approve), hand.button(names.sent));
            const mail = hand.link(names.mail).first();
            assert.equal((await house.get(await mail.getAttribute('href'))).status, 200);
            await hand.tap(hand.button(names.sent), /^\/case\/1\/notes/);
        }

        // Another person's note is changed by hand.
        await hand.tap(hand.link(names.open, hand.sheet('Sam Okoro')), /^\/note\/\d+/);
        const field = page.getByRole('textbox', { name: names.text });
        const text = await field.inputValue();
        await field.fill(text.replace('Dear Sam,', 'Dear Sam,\n\nGreetings from the ferry.'));
        await hand.button(names.keepText).click();
        await page.locator('.sheet-body').getByText('Greetings from the ferry.').waitFor();

        await page.goto(`${house.origin}/case/1/notes`);
        await hand.tap(hand.link(names.card).first(), /^\/case\/1\/card\/\d+/);
        await hand.tap(hand.button(CARD_STEPS[0]), hand.button(CARD_STEPS[1]));

        await page.goto(`${house.origin}/case/1/notes`);
        await hand.tap(hand.link(names.plan).first(), /^\/case\/1\/plan/);
        assert.match(await page.getByRole('main').innerText(), /16 Mar/);

        // Nothing on any page is there for scripts alone.
        for (const { name, path } of await pages(house)) {
            await page.goto(house.origin + path);
            assert.ok((await hand.heading()).length > 0, name);
            for (const button of await page.getByRole('button').all()) {
                const works = await button.evaluate((b) => b.closest('form') !== null || b.getAttribute('form') !== null || b.localName === 'summary');
                assert.ok(works, `${name}: ${await button.innerText()} does nothing without a script`);
            }
            for (const form of await page.locator('form').all()) {
                assert.ok(await form.getAttribute('action'), `${name}: a form leads nowhere`);
            }
        }
        await visit.leave();
    });
}
