// A person's hand on a page: taps and types, counts both, and how long the machine makes it wait.
//
// Things are found as a person finds them, by what they are called. What a step leads to is always waited for, so that
// no test sleeps; the time from a tap to what it leads to is the machine's.

import assert from 'node:assert/strict';
import { until } from './browser.mjs';

/** What things are called on the pages. In one place, so that a page may change its words. */
export const names = {
    newJot: /^new jot$/i,
    jot: /^your jot$/i,
    look: /^how is it understood/i,
    write: /^(write the notes|keep it)$/i,
    open: /^change it/i,
    text: /^text$/i,
    keepText: /^keep this text$/i,
    approve: /^approve/i,
    undo: /^take it back$/i,
    undoLast: /^take back: /i,
    mail: /draft \(\.eml\)/i,
    sent: /^i sent it$/i,
    card: /^card to /i,
    plan: /^the plan$/i,
};

/** The buttons of a card, in their order. */
export const CARD_STEPS = ['I copied it out', 'I read it word by word', 'It is in its envelope', 'It is in the post'];

export class Hand {
    constructor(page, { keyboard = false } = {}) {
        this.page = page;
        this.keyboard = keyboard;
        this.taps = 0;
        this.keys = 0;
        this.waited = 0;
    }

    button(name, within = this.page) {
        return within.getByRole('button', { name });
    }

    link(name, within = this.page) {
        return within.getByRole('link', { name });
    }

    get box() {
        return this.page.getByRole('textbox', { name: names.jot });
    }

    /** Where the text of a note is changed. */
    get editor() {
        return this.page.getByRole('textbox', { name: names.text });
    }

    /** One tap, and the wait for what it leads to: an address, something to appear, or something to be so. */
    async tap(target, leadsTo) {
        const begin = performance.now();
        this.taps += 1;
        await Promise.all([this.arrive(leadsTo), target.click()]);
        this.waited += performance.now() - begin;
    }

    async arrive(leadsTo) {
        if (leadsTo instanceof RegExp) {
            await this.page.waitForURL((url) => leadsTo.test(url.pathname + url.search), { waitUntil: 'domcontentloaded' });
        } else if (typeof leadsTo === 'function') {
            await until(leadsTo, String(leadsTo));
        } else if (leadsTo) {
            await leadsTo.waitFor();
        }
    }

    /** Words put into a field at once, as dictated or pasted; each letter counts as a key. */
    async say(field, words, leadsTo) {
        const begin = performance.now();
        this.keys += [...words].length;
        await Promise.all([this.arrive(leadsTo), field.fill(words)]);
        this.waited += performance.now() - begin;
    }

    /** From the first page to a jot that is taken up and written. */
    async capture(jot) {
        const { page } = this;
        await this.tap(this.link(names.newJot).first(), /^\/jot/);
        await this.say(this.box, jot);
        await this.tap(this.button(names.write), /^\/case\/\d+\/notes/);
        return Number(/case\/(\d+)/.exec(page.url())[1]);
    }

    /** The sheet with the thank-you to somebody on the page of notes. */
    sheet(name) {
        const sheets = this.page.getByRole('article').filter({ hasText: /thank-you/ });
        return sheets.filter({ has: this.page.getByRole('heading', { name }) });
    }

    /** What a person sees where they read: the one heading of the page. */
    async heading() {
        const all = this.page.getByRole('heading', { level: 1 });
        assert.equal(await all.count(), 1, `one heading on ${this.page.url()}`);
        return (await all.innerText()).trim();
    }
}
