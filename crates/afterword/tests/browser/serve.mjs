// The program as one test has it: its own process, its own empty book in its own folder, its own clock.
//
// Needs the built binary: AFTERWORD, else target/debug/afterword of this checkout. Nothing of the person who runs the
// tests is read (HOME and the XDG folders are the test's), and only processes started here are ended.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));

/** The binary under test. */
export const BINARY = path.resolve(process.env.AFTERWORD ?? path.join(here, '../../../../target/debug/afterword'));

/** Monday evening, an hour after the interview of the example jots. */
export const MONDAY = '2026-03-02T18:00:00-05:00[America/New_York]';

const children = new Set();
const folders = new Set();
process.on('exit', () => {
    for (const child of children) child.kill('SIGKILL');
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/**
 * Starts `afterword serve` and waits until it says where it is.
 *
 * @param {object} [options]
 * @param {string} [options.now] the moment it starts at
 * @param {string} [options.profile] a profile in TOML; none by default, as on a first day
 * @param {string} [options.jot] what is in the book already; none by default
 * @param {string} [options.folder] a folder of an earlier start, to go on with its book
 * @param {number} [options.port] that of an earlier start, whose pages a browser still has open
 * @param {string[]} [options.more] further arguments
 */
export async function serve(options = {}) {
    assert.ok(existsSync(BINARY), `no binary at ${BINARY}; build it, or name it in AFTERWORD`);
    const folder = options.folder ?? mkdtempSync(path.join(tmpdir(), 'afterword-browser-'));
    folders.add(folder);
    const profile = path.join(folder, 'profile.toml');
    writeFileSync(profile, options.profile ?? '');
    const database = path.join(folder, 'book.db');
    if (options.jot) await copyBook(options, folder);
    const args = ['serve', '--json', '--no-open', '--port', String(options.port ?? 0), '--database', database];
    args.push('--now', options.now ?? MONDAY);
    if (options.profile !== undefined) args.push('--profile', profile);
    args.push(...(options.more ?? []));
    const child = spawn(BINARY, args, {
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
            PATH: process.env.PATH,
            HOME: folder,
            XDG_CONFIG_HOME: path.join(folder, 'config'),
            XDG_DATA_HOME: path.join(folder, 'data'),
            TZ: 'America/New_York',
        },
    });
    children.add(child);
    const said = { stdout: '', stderr: '' };
    child.stderr.on('data', (data) => (said.stderr += data.toString('latin1')));
    const gone = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
    void gone.then(() => children.delete(child));
    const place = await new Promise((resolve, reject) => {
        child.stdout.on('data', (data) => {
            said.stdout += data.toString('latin1');
            try {
                resolve(JSON.parse(said.stdout));
            } catch {
                // Not all of it is there yet.
            }
        });
        child.once('error', reject);
        void gone.then(({ code, signal }) => reject(new Error(`serve ended (${code ?? signal}): ${said.stderr}`)));
    });
    assert.equal(place.schema, 1, said.stdout);
    const url = new URL(place.url);
    const key = url.searchParams.get('key');
    assert.ok(key && key.length >= 20, 'a key that nobody guesses');

    return {
        url: place.url,
        origin: url.origin,
        port: Number(url.port),
        key,
        folder,
        database,
        said,
        /** What every request of a program carries that was given the key. */
        bearer: { authorization: `Bearer ${key}` },
        /** What a browser carries that opened the link. */
        cookie: { cookie: `afterword=${key}` },
        /** The body of a JSON twin. */
        async json(where) {
            const answer = await fetch(new URL(where, url.origin), { headers: this.bearer });
            const text = await answer.text();
            assert.equal(answer.status, 200, `${where}: ${answer.status} ${text}`);
            return JSON.parse(text);
        },
        /** A form as one of its own pages posts it; does not follow where it leads. */
        async post(where, fields) {
            const headers = { ...this.cookie, 'sec-fetch-site': 'same-origin' };
            const body = new URLSearchParams(fields);
            const answer = await fetch(new URL(where, url.origin), { method: 'POST', headers, body, redirect: 'manual' });
            return { status: answer.status, location: answer.headers.get('location'), body: await answer.text() };
        },
        /** A page as a browser that was let in gets it. */
        async get(where) {
            const answer = await fetch(new URL(where, url.origin), { headers: this.cookie, redirect: 'manual' });
            return { status: answer.status, headers: answer.headers, body: await answer.text() };
        },
        /** A jot taken up; gives the number of its case. */
        async jot(text, more = {}) {
            const answer = await this.post('/jot', { jot: text, ...more });
            assert.equal(answer.status, 303, answer.body);
            return Number(/^\/case\/(\d+)\//.exec(answer.location)?.[1]);
        },
        /** How far a note is: drafted, opened, approved; sent by hand, it leaves the desk. */
        async state(note) {
            return (await this.json(`/api/v1/notes/${note}`)).note.state;
        },
        /** How often somebody was sent something, by what the book remembers. */
        async sent(person) {
            const { between_you: between } = await this.json(`/api/v1/people/${person}`);
            return between.filter((line) => /\bsent\b/.test(line)).length;
        },
        /** The numbers of the thank-yous of a case that are not out yet, by name. */
        async thanks(of = 1) {
            const { notes } = await this.json(`/api/v1/cases/${of}/notes`);
            const thanks = notes.filter((note) => note.key.startsWith('thank_you'));
            return Object.fromEntries(thanks.map((note) => [note.to, note.note]));
        },
        /** Ends the process, and forgets its folder unless it is to be gone on with. */
        async stop({ keep = false } = {}) {
            if (child.exitCode === null && child.signalCode === null) {
                child.kill('SIGTERM');
                const ended = await Promise.race([gone, after(5000)]);
                if (!ended) child.kill('SIGKILL');
                await gone;
            }
            if (!keep) rmSync(folder, { recursive: true, force: true });
        },
    };
}

/** Folders with books in which a jot was taken up, by the jot: composing is the slow part, and done once a file. */
const written = new Map();

async function copyBook({ jot, profile, now }, folder) {
    const key = JSON.stringify([jot, profile, now]);
    if (!written.has(key)) {
        const write = async () => {
            const first = await serve({ profile, now });
            await first.jot(jot);
            await first.stop({ keep: true });
            return first.folder;
        };
        written.set(key, write());
    }
    const from = await written.get(key);
    for (const name of readdirSync(from).filter((n) => n.startsWith('book.db'))) {
        copyFileSync(path.join(from, name), path.join(folder, name));
    }
}

/**
 * One request exactly as written, headers included: what a browser would never send can be sent this way.
 * Resolves to status, headers and body as text (binary bodies as latin1).
 */
export function ask(house, method, where, { headers = {}, body } = {}) {
    return new Promise((resolve, reject) => {
        const request = http.request(
            { host: '127.0.0.1', port: house.port, method, path: where, headers, agent: false },
            (answer) => {
                const parts = [];
                answer.on('data', (part) => parts.push(part));
                answer.on('error', reject);
                answer.on('end', () => {
                    const bytes = Buffer.concat(parts);
                    resolve({ status: answer.statusCode, headers: answer.headers, body: bytes.toString('latin1'), bytes });
                });
            },
        );
        request.on('error', reject);
        if (body !== undefined) request.write(body);
        request.end();
    });
}

function after(milliseconds) {
    return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}

/** The naughty strings, as the paper crate's tests have them. */
export function naughty() {
    const file = path.join(here, '../../../afterword-paper/tests/naughty/blns.json');
    return JSON.parse(readFileSync(file, 'utf8'));
}

/** A jot of examples/. */
export function example(name) {
    return readFileSync(path.join(here, '../../../../examples', name), 'utf8');
}
