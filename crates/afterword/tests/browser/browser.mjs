// A browser as the tests use it, and what must never happen in it whatever a page shows.
//
// Needs Debian's chromium: CHROMIUM, else /usr/bin/chromium. One browser a file, one context (cookies, storage, service
// worker) a visitor; a visitor that is not `clean()` at the end has met something no page of ours may do.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

/** The sizes the house is built for. */
export const PHONE = { width: 390, height: 844 };
export const LAPTOP = { width: 1280, height: 800 };

/** What a person waits at most for one step on a slow, busy machine, in milliseconds. */
const PATIENCE = 20_000;

/** The one browser of a test file. */
export function launch() {
    const args = ['--disable-dev-shm-usage', '--disable-gpu'];
    if (process.getuid?.() === 0) args.push('--no-sandbox');
    return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args });
}

/**
 * Somebody with a browser of their own who has opened the link.
 *
 * @param {import('playwright-core').Browser} browser
 * @param {Awaited<ReturnType<import('./serve.mjs').serve>>} house
 * @param {object} [options] size, javaScript, dark, calm (reduced motion), scale, workers (service workers allowed)
 */
export async function visitor(browser, house, options = {}) {
    const size = options.size ?? LAPTOP;
    const context = await browser.newContext({
        viewport: size,
        isMobile: size.width < 600 && options.javaScript !== false,
        hasTouch: size.width < 600,
        deviceScaleFactor: options.scale ?? 1,
        javaScriptEnabled: options.javaScript ?? true,
        colorScheme: options.dark ? 'dark' : 'light',
        reducedMotion: options.calm ? 'reduce' : 'no-preference',
        serviceWorkers: options.workers ? 'allow' : 'block',
        acceptDownloads: true,
        locale: 'en-US',
        timezoneId: 'America/New_York',
    });
    context.setDefaultTimeout(PATIENCE);
    const seen = watch(context, house);
    const page = await context.newPage();
    await page.goto(house.url);
    /** Fails if anything ran, broke or reached out that must not. */
    const clean = async () => {
        for (const open of options.javaScript === false ? [] : context.pages()) {
            const hit = await open.evaluate(() => globalThis.__hit ?? null).catch(() => null);
            if (hit !== null) seen.push(`a script of a text ran: ${hit}`);
        }
        assert.deepEqual(seen, []);
    };
    const leave = async () => {
        await clean();
        await context.close();
    };
    return { context, page, seen, clean, leave };
}

/** Notes whatever may never happen: dialogs, errors, broken rules, requests to anywhere else. */
export function watch(context, house) {
    const seen = [];
    context.on('dialog', (dialog) => {
        // Leaving with words unsaved may ask; nothing else may.
        if (dialog.type() !== 'beforeunload') seen.push(`dialog: ${dialog.message()}`);
        dialog.dismiss().catch(() => {});
    });
    context.on('weberror', (error) => seen.push(`page error: ${error.error().message}`));
    context.on('console', (message) => {
        if (message.type() !== 'error' && !/content security policy/i.test(message.text())) return;
        // The status of an answer is judged below, where it is known which answer it was.
        if (/^Failed to load resource/.test(message.text())) return;
        seen.push(`console: ${message.text()} (${message.location().url})`);
    });
    context.on('request', (request) => {
        const url = request.url();
        if (/^(data|blob|about):/.test(url) || url.startsWith(`${house.origin}/`)) return;
        seen.push(`request to ${url}`);
    });
    context.on('response', (answer) => {
        const request = answer.request();
        const broken = answer.status() >= 500;
        const missing = answer.status() >= 400 && !['document', 'fetch', 'xhr'].includes(request.resourceType());
        if (broken || missing) seen.push(`${answer.status()} for ${request.method()} ${answer.url()}`);
    });
    return seen;
}

/** Waits until `look` gives something true, and returns it. */
export async function until(look, what) {
    const end = Date.now() + PATIENCE;
    let last;
    for (;;) {
        try {
            const found = await look();
            if (found) return found;
            last = undefined;
        } catch (error) {
            last = error;
        }
        if (Date.now() > end) throw new Error(`waited in vain until ${what}`, { cause: last });
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}

/** axe-core as text: evaluated in a page it needs no leave from the page's policy. */
export const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The rules of WCAG 2.2 at levels A and AA. */
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

/** What axe-core finds on a page as it is now, one line a finding. */
export async function barriers(page) {
    // A colour on its way to another is neither.
    await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished)));
    await page.evaluate(AXE);
    const { violations, passes } = await page.evaluate(
        (values) => globalThis.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] }),
        WCAG,
    );
    assert.ok(passes.length > 5, 'axe looked at the page');
    return violations.flatMap((rule) => rule.nodes.map((node) => `${rule.id}: ${node.target.join(' ')}: ${node.failureSummary.replaceAll(/\s+/g, ' ')}`));
}

/** Whatever reaches over the right edge, as text; empty where nothing scrolls sideways. */
export function sideways(page) {
    return page.evaluate(() => {
        const { scrollWidth, clientWidth } = document.documentElement;
        if (scrollWidth <= clientWidth) return [];
        // Reaching out itself, or holding a word that does.
        const over = (e) => {
            const { left, right } = e.getBoundingClientRect();
            const spills = e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX === 'visible' && left + e.scrollWidth > clientWidth + 1;
            return right > clientWidth + 1 || spills;
        };
        const wide = [...document.querySelectorAll('main *, footer *')].filter((e) => over(e) && ![...e.children].some(over));
        wide.sort((a, b) => b.getBoundingClientRect().right - a.getBoundingClientRect().right);
        return [`${scrollWidth} of ${clientWidth} px`, ...wide.slice(0, 3).map((e) => e.outerHTML.slice(0, 300))];
    });
}
