// All browser tests, two files at a time: `npm test`. One file alone: `node --test flow.test.mjs`.
//
// They need, beside `npm ci` in this folder: node >= 18.19 (Debian: nodejs, npm), chromium (Debian: chromium, or CHROMIUM),
// a font (Debian: fonts-dejavu-core), and the built binary (AFTERWORD, else target/debug/afterword).
// Nothing is downloaded by them, and nothing but this machine is spoken to.

import { readdirSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const asked = process.argv.slice(2);
const files = readdirSync(here)
    .filter((name) => name.endsWith('.test.mjs'))
    .filter((name) => asked.length === 0 || asked.some((part) => name.startsWith(part)))
    // The slow ones first, so that no core waits for the last of them.
    .sort((a, b) => Number(slow(b)) - Number(slow(a)) || a.localeCompare(b))
    .map((name) => path.join(here, name));

function slow(name) {
    return ['security', 'hostile', 'axe'].some((part) => name.startsWith(part));
}

if (files.length === 0) {
    console.error(`no test file begins with ${asked.join(', ')}`);
    process.exit(2);
}

let ran = 0;
run({ files, concurrency: 2, timeout: 900_000 })
    .on('test:pass', () => (ran += 1))
    .on('test:fail', () => (process.exitCode = 1))
    .on('end', () => {
        if (ran === 0) process.exitCode = 1;
    })
    .compose(new spec())
    .pipe(process.stdout);
