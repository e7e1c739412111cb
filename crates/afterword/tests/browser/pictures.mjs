// A picture of every page at both sizes, light and dark, for a person to look at: `node pictures.mjs FOLDER`.
// Checks nothing; what is seen on them is what counts.

import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { LAPTOP, PHONE, launch, visitor } from './browser.mjs';
import { Hand, names } from './hand.mjs';
import { OTHER, PANEL, PROFILE } from './jots.mjs';
import { pages } from './pages.mjs';
import { serve } from './serve.mjs';

const folder = process.argv[2];
if (!folder) {
    console.error('usage: node pictures.mjs FOLDER');
    process.exit(2);
}
mkdirSync(folder, { recursive: true });

const browser = await launch();
let taken = 0;
try {
    for (const [called, size] of [['390', PHONE], ['1280', LAPTOP]]) {
        for (const dark of [false, true]) {
            const houses = [];
            const begin = async (jots) => {
                const house = await serve({ profile: PROFILE });
                houses.push(house);
                for (const jot of jots) await house.jot(jot);
                return house;
            };
            const tail = `${called}-${dark ? 'dark' : 'light'}.png`;
            const take = async (page, name) => {
                await page.waitForLoadState('networkidle');
                await page.screenshot({ path: path.join(folder, `${name}-${tail}`), fullPage: true });
                taken += 1;
            };
            try {
                const empty = await begin([]);
                const first = await visitor(browser, empty, { size, dark });
                const hand = new Hand(first.page);
                for (const [name, where] of [['empty-today', '/'], ['empty-cases', '/cases'], ['empty-people', '/people'], ['empty-hours', '/hours']]) {
                    await first.page.goto(empty.origin + where);
                    await take(first.page, name);
                }
                await first.page.goto(`${empty.origin}/jot`);
                await hand.box.fill('it went ok');
                await hand.button(names.write).click();
                await first.page.getByRole('alert').first().waitFor();
                await take(first.page, 'jot-refused');
                await hand.box.fill(PANEL);
                await first.page.locator('#reading').getByText('Sam Okoro').first().waitFor();
                await take(first.page, 'jot-read');
                await first.page.goto(`${empty.origin}/case/999`);
                await take(first.page, 'missing');
                await first.context.clearCookies();
                await first.page.goto(`${empty.origin}/`);
                await take(first.page, 'not-let-in');
                await first.context.close();

                const full = await begin([PANEL, OTHER]);
                const second = await visitor(browser, full, { size, dark });
                for (const { name, path: where } of await pages(full)) {
                    await second.page.goto(full.origin + where);
                    await take(second.page, name);
                }
                const other = new Hand(second.page);
                await second.page.goto(`${full.origin}/note/1`);
                await other.button(names.approve).click();
                await other.button(names.sent).waitFor();
                await take(second.page, 'note-approved');
                await other.button(names.sent).click();
                await second.page.waitForURL(/\/notes/);
                await take(second.page, 'notes-one-sent');
                await second.page.goto(`${full.origin}/case/1/plan`);
                await take(second.page, 'plan-one-sent');
                await second.page.goto(`${full.origin}/hours`);
                await take(second.page, 'hours-one-sent');
                await second.context.close();
            } finally {
                for (const house of houses) await house.stop();
            }
        }
    }
} finally {
    await browser.close();
}
console.log(`${taken} pictures in ${folder}`);
