// What goes wrong on a bad day: nothing typed, too much typed, a link that is not whole, two tabs, a nervous finger.
// Each time: said plainly, nothing lost, nothing done twice.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { LAPTOP, PHONE, launch, until, visitor } from './browser.mjs';
import { Hand, names } from './hand.mjs';
import { NO_EMPLOYER, OTHER, PROFILE, SHORT } from './jots.mjs';
import { serve } from './serve.mjs';

let browser;
before(async () => {
    browser = await launch();
});
after(() => browser?.close());

/** An empty book, or one with a jot, and somebody before it. */
async function visit(t, { jot, size = LAPTOP } = {}) {
    const house = await serve({ profile: PROFILE, jot });
    t.after(() => house.stop());
    const there = await visitor(browser, house, { size });
    return { house, ...there, hand: new Hand(there.page) };
}

async function cases(house) {
    return (await house.json('/api/v1/cases')).cases;
}

/** What a page says went wrong. */
function problem(page) {
    return page.getByRole('alert').first();
}

describe('a jot that cannot be taken up', () => {
    test('nothing at all', async (t) => {
        const { house, page, hand, leave } = await visit(t);
        await page.goto(`${house.origin}/jot`);
        await hand.box.fill('  \n ');
        await hand.button(names.write).click();
        // A browser may say it before the server does; either way somebody is told where they are.
        await until(async () => (await problem(page).count()) > 0 || (await hand.box.evaluate((box) => !box.validity.valid)), 'it is said');
        assert.equal((await cases(house)).length, 0);
        await leave();
    });

    test('nothing that names anybody', async (t) => {
        const { house, page, hand, leave } = await visit(t, { size: PHONE });
        await page.goto(`${house.origin}/jot`);
        const text = 'it went ok i think\nraining';
        await hand.box.fill(text);
        await hand.button(names.write).click();
        await problem(page).waitFor();
        assert.equal(await hand.box.inputValue(), text, 'the words are kept');
        assert.match(await problem(page).innerText(), /nothing to write about|whom you met/i);
        assert.equal((await cases(house)).length, 0);
        await leave();
    });

    test('no employer: asked for, and the answer is enough', async (t) => {
        const { house, page, hand, leave } = await visit(t);
        await page.goto(`${house.origin}/jot`);
        await hand.box.fill(NO_EMPLOYER);
        await hand.button(names.write).click();
        await problem(page).waitFor();
        assert.equal(await hand.box.inputValue(), NO_EMPLOYER);
        await page.getByRole('textbox', { name: 'Employer' }).fill('Harbor Magazine');
        await page.getByRole('textbox', { name: 'Position' }).fill('staff writer');
        await hand.button(names.write).click();
        await page.waitForURL(/\/case\/\d+\/notes/);
        const all = await cases(house);
        assert.equal(all.length, 1);
        assert.equal(all[0].organization, 'Harbor Magazine');
        await leave();
    });

    test('more than a megabyte: refused with the reason, every word kept', async (t) => {
        const { house, page, hand, leave } = await visit(t);
        await page.goto(`${house.origin}/jot`);
        const text = `${SHORT}${'- and then another thing about the county vote was said\n'.repeat(20_000)}`;
        assert.ok(text.length > 1_000_000);
        // Put in as a paste is, in one go.
        await hand.box.evaluate((box, words) => {
            box.value = words;
            box.dispatchEvent(new Event('input', { bubbles: true }));
        }, text);
        await hand.button(names.write).click();
        await problem(page).waitFor();
        assert.match(await problem(page).innerText(), /longer|too long|too much/i);
        assert.equal((await hand.box.inputValue()).length, text.length);
        assert.equal((await cases(house)).length, 0);
        await leave();
    });

    test('the same day again: asked whether to add or to replace', async (t) => {
        const { house, page, hand, leave } = await visit(t, { jot: SHORT });
        await page.goto(`${house.origin}/jot`);
        const more = SHORT.replace('- the oyster farm piece and how it changed the county vote', '- showed me the archive in the cellar');
        await hand.box.fill(more);
        await hand.button(names.write).click();
        await problem(page).waitFor();
        assert.equal(await hand.box.inputValue(), more);
        await page.getByRole('radio', { name: 'Put this below it' }).check();
        await hand.button(names.write).click();
        await page.waitForURL(/\/case\/\d+\/notes/);
        assert.equal((await cases(house)).length, 1);
        const text = await page.getByRole('main').innerText();
        assert.match(text, /oyster/);
        assert.match(text, /archive/);
        await leave();
    });
});

test('a link to nothing leads to a page that says so and leads back', async (t) => {
    const { house, page, hand, leave } = await visit(t, { jot: SHORT });
    for (const where of ['/case/999', '/case/999/notes', '/case/999/plan', '/note/999', '/person/999', '/case/1/card/999', '/nowhere', '/case/abc', '/note/%F0%9F%8E%81']) {
        const answer = await page.goto(house.origin + where);
        assert.equal(answer.status(), 404, where);
        assert.match(answer.headers()['content-type'], /^text\/html/, where);
        assert.ok((await hand.heading()).length > 0, where);
        assert.ok((await page.getByRole('link', { name: /afterword|today/i }).count()) > 0, `${where} leads back`);
    }
    await leave();
});

describe('two tabs', () => {
    test('an older text does not go over a newer one, and is not lost', async (t) => {
        const { house, page, context, leave } = await visit(t, { jot: SHORT });
        const other = await context.newPage();
        const editor = async (tab) => {
            await tab.goto(`${house.origin}/note/1`);
            const field = tab.getByRole('textbox', { name: names.text });
            return field;
        };
        const one = await editor(page);
        const two = await editor(other);
        const text = await one.inputValue();
        await one.fill(text.replace('Thank you', 'My thanks to you').replace('Dear Maria,', 'Dear Maria,\n\nFirst tab.'));
        await page.getByRole('button', { name: names.keepText }).click();
        await until(async () => (await house.get('/note/1')).body.includes('First tab.'), 'the first is kept');
        await two.fill(text.replace('Dear Maria,', 'Dear Maria,\n\nSecond tab.'));
        const refused = other.waitForResponse((answer) => answer.url().endsWith('/edit') && answer.status() === 409);
        await other.getByRole('button', { name: names.keepText }).click();
        await refused;
        await other.getByText(/another window/i).first().waitFor();
        const now = (await house.get('/note/1')).body;
        assert.match(now, /First tab\./);
        assert.doesNotMatch(now, /Second tab\./);
        // What was typed is still there to be copied: on the page, or one step back.
        const kept = async () => (await other.content()).includes('Second tab.') || (await other.locator('textarea').evaluateAll((all) => all.some((field) => field.value.includes('Second tab.'))));
        if (!(await kept())) {
            await other.goBack();
            await until(kept, 'the second text is still there');
        }
        await leave();
    });

    test('what was not on the page cannot be approved', async (t) => {
        const { house, page, context, leave } = await visit(t, { jot: SHORT });
        await page.goto(`${house.origin}/note/1`);
        const approve = page.getByRole('button', { name: names.approve });
        await approve.waitFor();
        const other = await context.newPage();
        await other.goto(`${house.origin}/note/1`);
        const field = other.getByRole('textbox', { name: names.text });
        await field.fill((await field.inputValue()).replace('Dear Maria,', 'Dear Maria,\n\nWritten meanwhile.'));
        await other.getByRole('button', { name: names.keepText }).click();
        await until(async () => (await house.get('/note/1')).body.includes('Written meanwhile.'), 'it is kept');
        await approve.click();
        await page.getByText(/another window/i).first().waitFor();
        assert.equal(await house.state(1), 'drafted');
        await leave();
    });

    test('sent in one, "I sent it" in the other: sent once (row 95)', async (t) => {
        const { house, page, context, leave } = await visit(t, { jot: SHORT });
        await page.goto(`${house.origin}/note/1`);
        await page.getByRole('button', { name: names.approve }).click();
        await page.getByRole('button', { name: names.sent }).waitFor();
        const other = await context.newPage();
        await other.goto(`${house.origin}/note/1`);
        const twice = [page, other].map((tab) => tab.getByRole('button', { name: names.sent }));
        await Promise.all(twice.map((button) => button.click()));
        await until(async () => (await house.sent(1)) > 0, 'it is sent');
        assert.equal(await house.sent(1), 1);
        await leave();
    });
});

describe('a nervous finger (row 95)', () => {
    test('a double tap approves once', async (t) => {
        const { house, page, leave } = await visit(t, { jot: SHORT, size: PHONE });
        await page.goto(`${house.origin}/note/1`);
        await page.getByRole('button', { name: names.approve }).dblclick();
        await page.getByRole('button', { name: names.sent }).waitFor();
        assert.equal(await page.getByRole('alert').count(), 0, 'and is not blamed for it');
        assert.equal(await house.state(1), 'approved');
        await leave();
    });

    test('a double tap on "I sent it" records it once', async (t) => {
        const { house, page, leave } = await visit(t, { jot: SHORT, size: PHONE });
        await page.goto(`${house.origin}/note/1`);
        await page.getByRole('button', { name: names.approve }).click();
        await page.getByRole('button', { name: names.sent }).dblclick();
        await until(async () => (await house.sent(1)) > 0, 'it is sent');
        assert.equal(await house.sent(1), 1);
        await leave();
    });

    test('a double tap on a jot keeps one case', async (t) => {
        const { house, page, hand, leave } = await visit(t, { size: PHONE });
        await page.goto(`${house.origin}/jot`);
        await hand.box.fill(SHORT);
        await hand.button(names.write).dblclick();
        await page.waitForURL(/\/case\/\d+\/notes/);
        assert.equal((await cases(house)).length, 1);
        assert.equal(await page.getByRole('article').count(), 1);
        await leave();
    });

    test('twenty requests at once approve once, and send once', async (t) => {
        const { house, page, leave } = await visit(t, { jot: SHORT });
        await page.goto(`${house.origin}/note/1`);
        const button = page.getByRole('button', { name: names.approve });
        const fields = await button.evaluate((pressed) => Object.fromEntries(new FormData(pressed.form)));
        const all = await Promise.all(Array.from({ length: 20 }, () => house.post('/note/1/approve', fields)));
        assert.ok(all.every((answer) => [303, 409].includes(answer.status)), JSON.stringify(all.map((a) => a.status)));
        assert.ok(all.some((answer) => answer.status === 303));
        const sent = await Promise.all(Array.from({ length: 20 }, () => house.post('/note/1/sent', {})));
        assert.ok(sent.every((answer) => answer.status < 500), JSON.stringify(sent.map((a) => a.status)));
        assert.equal(await house.sent(1), 1);
        await leave();
    });
});

test('the back button after an approval shows how things are, and approves nothing again', async (t) => {
    const { house, page, hand, leave } = await visit(t, { jot: SHORT });
    await page.goto(`${house.origin}/case/1/notes`);
    await hand.link(names.open, hand.sheet('Maria Gonzalez')).click();
    await hand.button(names.approve).click();
    await hand.button(names.sent).waitFor();
    await page.goBack();
    await page.waitForURL(/\/(notes|note\/\d+)/);
    await page.goForward();
    await hand.button(names.sent).waitFor();
    await page.reload();
    await hand.button(names.sent).waitFor();
    assert.equal(await house.state(1), 'approved');
    await leave();
});

test('undo takes back the last change of each kind', async (t) => {
    const { house, page, hand, leave } = await visit(t, { jot: SHORT });
    await page.goto(`${house.origin}/note/1`);
    const was = await page.locator('.sheet-body').first().innerText();
    const field = page.getByRole('textbox', { name: names.text });
    await field.fill((await field.inputValue()).replace('Dear Maria,', 'Dear Maria,\n\nOne thing more.'));
    await hand.button(names.keepText).click();
    await page.locator('.sheet-body').getByText('One thing more.').waitFor();
    await hand.button(names.undoLast).click();
    await until(async () => (await page.locator('.sheet-body').first().innerText()) === was, 'the text is as it was');
    await leave();
});

test('two employers on one day stay two', async (t) => {
    const { house, page, hand, leave } = await visit(t, { jot: SHORT });
    await hand.capture(OTHER);
    assert.equal((await cases(house)).length, 2);
    const text = await page.getByRole('main').innerText();
    assert.doesNotMatch(text, /oyster|Harbor/);
    await leave();
});
