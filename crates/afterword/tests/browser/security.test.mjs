// Who may in, and what others can make the server do: spoken to without a browser, so that anything can be said.
// Rows 73-75 of the hostile inputs as far as they concern the server.

import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, describe, test } from 'node:test';
import { PANEL, PROFILE } from './jots.mjs';
import { pages } from './pages.mjs';
import { ask, serve } from './serve.mjs';

let house;
let open;

before(async () => {
    house = await serve({ profile: PROFILE, jot: PANEL });
    open = await pages(house);
});
after(() => house?.stop());

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const jot = new URLSearchParams({ jot: PANEL }).toString();

/** Everything the book says about itself. */
async function everything() {
    const described = await house.json('/api/openapi.json');
    const parts = {};
    for (const [route, methods] of Object.entries(described.paths)) {
        if (!methods.get) continue;
        const where = numbered(route);
        if (where) parts[where] = (await ask(house, 'GET', where, { headers: house.bearer })).body;
    }
    return parts;
}

/** The first case, note and person in the place of what a route leaves open. */
function numbered(route) {
    if (!route.startsWith('/api/v1')) return null;
    return route.replaceAll(/\{[^}]+\}/g, '1');
}

describe('who may in', () => {
    test('nobody without the key, and they are told how to get in', async () => {
        for (const where of [...open.filter((o) => !o.public).map((o) => o.path), '/api/v1/cases']) {
            const answer = await ask(house, 'GET', where);
            assert.equal(answer.status, 401, where);
            assert.doesNotMatch(answer.body, /Gonzalez|Harbor/, where);
        }
        const page = await ask(house, 'GET', '/');
        assert.match(page.headers['content-type'], /^text\/html/);
        assert.match(page.body, /afterword serve/);
    });

    test('a key that is not the key opens nothing', async () => {
        const wrong = [house.key.slice(0, -1), `${house.key}x`, '', house.key.toLowerCase() === house.key ? 'A' : house.key.toLowerCase()];
        for (const key of wrong) {
            for (const headers of [{ cookie: `afterword=${key}` }, { cookie: `__Host-afterword=${key}` }, { authorization: `Bearer ${key}` }]) {
                assert.equal((await ask(house, 'GET', '/', { headers })).status, 401, JSON.stringify(headers));
            }
            const link = await ask(house, 'GET', `/?key=${encodeURIComponent(key)}`);
            assert.equal(link.status, 401);
            assert.equal(link.headers['set-cookie'], undefined);
        }
    });

    test('the link sets a cookie that scripts and other sites never see, and leaves the address bar', async () => {
        const answer = await ask(house, 'GET', `/?key=${house.key}`);
        assert.equal(answer.status, 303);
        assert.equal(answer.headers.location, '/');
        const cookies = answer.headers['set-cookie'];
        assert.ok(cookies.some((c) => c.startsWith('__Host-')), cookies.join('\n'));
        for (const cookie of cookies) {
            for (const part of ['HttpOnly', 'SameSite=Strict', 'Path=/']) assert.ok(cookie.includes(part), cookie);
            assert.doesNotMatch(cookie, /Domain=/i);
            if (cookie.startsWith('__Host-')) assert.match(cookie, /Secure/);
        }
    });

    test('a name that was made to point here is refused (DNS rebinding)', async () => {
        const names = ['evil.example', `evil.example:${house.port}`, `localhost.evil.example:${house.port}`, '127.0.0.1:1', `[::1]:${house.port}`];
        for (const host of names) {
            for (const where of ['/', '/api/v1/cases', '/assets/htmx.js', '/sw.js', `/?key=${house.key}`]) {
                const answer = await ask(house, 'GET', where, { headers: { ...house.bearer, host } });
                assert.ok([400, 403, 421].includes(answer.status), `${host} ${where}: ${answer.status}`);
                assert.doesNotMatch(answer.body, /Gonzalez|Harbor/);
                assert.equal(answer.headers['set-cookie'], undefined, host);
            }
        }
        for (const host of [`127.0.0.1:${house.port}`, `localhost:${house.port}`]) {
            assert.equal((await ask(house, 'GET', '/', { headers: { ...house.cookie, host } })).status, 200, host);
        }
    });

    test('a change from another site is refused, and changes nothing', async () => {
        const was = await everything();
        const foreign = [
            { 'sec-fetch-site': 'cross-site' },
            { 'sec-fetch-site': 'same-site' },
            { 'sec-fetch-site': 'cross-site', origin: house.origin },
            { origin: 'http://evil.example' },
            { origin: 'null' },
            { origin: `http://127.0.0.1:${house.port + 1}` },
            { origin: `http://localhost.evil.example:${house.port}` },
            {},
        ];
        for (const headers of foreign) {
            const headed = { ...form, ...house.cookie, ...headers };
            for (const where of ['/jot', '/note/1/approve', '/note/1/sent', '/settings', '/undo', '/case/1/record', '/demo/away']) {
                const answer = await ask(house, 'POST', where, { headers: headed, body: jot });
                assert.equal(answer.status, 403, `${where} ${JSON.stringify(headers)}`);
            }
        }
        assert.deepEqual(await everything(), was);
    });

    test('a form that names another method or type is no way around', async () => {
        for (const method of ['PUT', 'PATCH', 'DELETE']) {
            const headers = { ...form, ...house.cookie, 'sec-fetch-site': 'cross-site' };
            const answer = await ask(house, method, '/note/1/approve', { headers, body: '' });
            assert.ok([403, 405].includes(answer.status), `${method}: ${answer.status}`);
        }
        for (const type of ['text/plain', 'application/json', 'multipart/form-data; boundary=x']) {
            const headers = { ...house.cookie, 'sec-fetch-site': 'cross-site', 'content-type': type };
            const answer = await ask(house, 'POST', '/jot', { headers, body: jot });
            assert.equal(answer.status, 403, type);
        }
    });
});

describe('what every answer says', () => {
    test('the policy and its companions stand on every one, errors and files too', async () => {
        const more = ['/nothing-here', '/case/999', '/note/abc', '/api/v1/cases', '/api/openapi.json', '/assets/htmx.js', '/assets/none.js', '/sw.js', '/manifest.webmanifest'];
        const answers = [];
        for (const where of [...open.map((o) => o.path), ...more]) {
            answers.push([where, await ask(house, 'GET', where, { headers: house.cookie })]);
        }
        answers.push(['no key', await ask(house, 'GET', '/')]);
        answers.push(['no host', await ask(house, 'GET', '/', { headers: { host: 'evil.example' } })]);
        answers.push(['refused', await ask(house, 'POST', '/jot', { headers: { ...form, ...house.cookie, 'sec-fetch-site': 'same-origin' }, body: 'jot=' })]);
        answers.push(['foreign', await ask(house, 'POST', '/jot', { headers: { ...form, ...house.cookie, 'sec-fetch-site': 'cross-site' }, body: 'jot=' })]);
        for (const [where, { headers, status }] of answers) {
            const policy = headers['content-security-policy'];
            assert.ok(policy, `${where} (${status}) has no policy`);
            const rules = Object.fromEntries(policy.split(';').map((rule) => rule.trim().split(/\s+(.*)/s).slice(0, 2)));
            assert.equal(rules['default-src'], "'none'", where);
            assert.equal(rules['script-src'], "'self'", where);
            assert.equal(rules['style-src'], "'self'", where);
            assert.equal(rules['connect-src'], "'self'", where);
            assert.equal(rules['form-action'], "'self'", where);
            assert.equal(rules['frame-ancestors'], "'none'", where);
            assert.equal(rules['base-uri'], "'none'", where);
            assert.doesNotMatch(policy, /unsafe|\*|https?:/, where);
            assert.equal(headers['x-content-type-options'], 'nosniff', where);
            assert.equal(headers['referrer-policy'], 'no-referrer', where);
            assert.equal(headers['cross-origin-opener-policy'], 'same-origin', where);
            assert.equal(headers['cross-origin-resource-policy'], 'same-origin', where);
            assert.equal(headers['access-control-allow-origin'], undefined, where);
            assert.equal(headers['server'], undefined, where);
        }
    });

    test('pages with words in them are kept by no cache', async () => {
        for (const { path, public: shared } of open) {
            if (shared) continue;
            const { headers } = await ask(house, 'GET', path, { headers: house.cookie });
            assert.match(headers['cache-control'] ?? '', /no-store/, path);
        }
    });

    test('looking changes nothing', async () => {
        const was = await everything();
        assert.ok(Object.keys(was).length >= 3, 'the book has twins to compare');
        for (const { path } of open) {
            for (const method of ['GET', 'HEAD']) {
                const answer = await ask(house, method, path, { headers: house.cookie });
                assert.equal(answer.status, 200, `${method} ${path}`);
            }
        }
        const doings = ['/note/1/approve', '/note/1/sent', '/note/1/withdraw', '/note/1/edit', '/case/1/record', '/case/1/choose', '/case/1/answer', '/undo', '/demo', '/demo/away'];
        for (const where of doings) {
            const answer = await ask(house, 'GET', `${where}?shown=x&text=x&what=rejection`, { headers: house.cookie });
            assert.ok([404, 405].includes(answer.status), `${where}: ${answer.status}`);
        }
        assert.deepEqual(await everything(), was);
    });

    test('the key stands in no page', async () => {
        for (const { path } of open) {
            if (path.startsWith('/settings')) continue;
            const { body } = await ask(house, 'GET', path, { headers: house.cookie });
            assert.ok(!body.includes(house.key), path);
        }
    });
});

describe('bodies and paths', { concurrency: true }, () => {
    const headers = () => ({ ...house.cookie, 'sec-fetch-site': 'same-origin', ...form });

    test('a body without end is cut off (row 75)', async () => {
        const total = await new Promise((resolve, reject) => {
            let sent = 0;
            const socket = net.connect(house.port, '127.0.0.1', () => {
                const head = Object.entries({ host: `127.0.0.1:${house.port}`, ...headers(), 'transfer-encoding': 'chunked' });
                socket.write(`POST /jot HTTP/1.1\r\n${head.map(([k, v]) => `${k}: ${v}\r\n`).join('')}\r\n`);
                const part = Buffer.alloc(65_536, 'a');
                const more = (error) => {
                    if (error || socket.destroyed || sent > 64 * 1024 * 1024) return resolve(sent);
                    socket.write('10000\r\n');
                    sent += part.length;
                    return socket.write(Buffer.concat([part, Buffer.from('\r\n')]), (e) => setImmediate(more, e));
                };
                more();
            });
            let answer = '';
            socket.on('data', (data) => {
                answer += data;
                if (/^HTTP\/1\.1 413/.test(answer)) resolve(sent) || socket.destroy();
                else if (answer) reject(new Error(answer.slice(0, 200)));
            });
            socket.on('close', () => resolve(sent));
            socket.on('error', () => resolve(sent));
        });
        assert.ok(total < 40 * 1024 * 1024, `took ${total} bytes`);
        assert.equal((await house.get('/')).status, 200);
    });

    test('a body that announces too much is not waited for', { timeout: 60_000 }, async () => {
        const answer = await new Promise((resolve) => {
            const socket = net.connect(house.port, '127.0.0.1', () => {
                const head = Object.entries({ host: `127.0.0.1:${house.port}`, ...headers(), 'content-length': '99999999999' });
                socket.write(`POST /jot HTTP/1.1\r\n${head.map(([k, v]) => `${k}: ${v}\r\n`).join('')}\r\n`);
            });
            let text = '';
            socket.on('data', (data) => {
                text += data;
                socket.destroy();
            });
            socket.on('close', () => resolve(text));
        });
        assert.match(answer, /^HTTP\/1\.1 4(13|08)/);
    });

    // What holds a connection open costs nobody else anything, and ends: both within a minute (row 75).
    for (const [what, write] of [
        ['a body that comes a byte at a time', (socket, head) => socket.write(`${head}content-length: 5000\r\n\r\njot=`)],
        ['headers that never end', (socket, head) => socket.write(head)],
    ]) {
        test(`${what} is given up on (row 75)`, { timeout: 60_000 }, async () => {
            const begin = Date.now();
            const open = new Promise((resolve) => {
                const socket = net.connect(house.port, '127.0.0.1', () => {
                    const head = Object.entries({ host: `127.0.0.1:${house.port}`, ...headers() });
                    write(socket, `POST /jot HTTP/1.1\r\n${head.map(([k, v]) => `${k}: ${v}\r\n`).join('')}`);
                    const drip = setInterval(() => socket.writable && socket.write('a'), 1000);
                    socket.on('close', () => resolve(clearInterval(drip)));
                });
                let answered = false;
                socket.on('data', () => {
                    if (!answered) socket.end();
                    answered = true;
                });
                socket.on('error', () => {});
            });
            // Others are served meanwhile.
            assert.equal((await house.get('/')).status, 200);
            const ended = await Promise.race([open.then(() => true), new Promise((r) => setTimeout(r, 45_000, false).unref())]);
            assert.ok(ended, `still open after ${Date.now() - begin} ms`);
        });
    }

    test('a path leads to nothing but pages', async () => {
        const paths = [
            '/assets/../../../../etc/passwd',
            '/assets/..%2f..%2f..%2fetc%2fpasswd',
            '/assets/%2e%2e/%2e%2e/Cargo.toml',
            '/assets//etc/passwd',
            '/case/1/card/1/..%2f..%2fbook.db',
            '/case/1/card/1/%00card.svg',
            '/feed/..%2f..%2fbook.db',
            '/feed/x.ics',
            `/feed/${house.key}.ics`,
            '/case/-1',
            '/case/99999999999999999999999',
            '/note/1%00',
            '/note/%ff',
            '/find?q=%ff%fe',
            '/find?q=%00',
            '//evil.example/',
            '/\\evil.example/',
        ];
        for (const where of paths) {
            const answer = await ask(house, 'GET', where, { headers: house.cookie });
            assert.ok(answer.status < 500, `${where}: ${answer.status}`);
            assert.doesNotMatch(answer.body, /root:x:|\[package\]|SQLite format/, where);
            const to = answer.headers.location;
            assert.ok(!to || /^\/(?![/\\])/.test(to), `${where} leads to ${to}`);
        }
    });

    test('a link that says where to go next stays in the house', async () => {
        for (const where of ['//evil.example/', '/%5cevil.example/', '/.//evil.example']) {
            const answer = await ask(house, 'GET', `${where}?key=${house.key}`);
            const to = answer.headers.location;
            if (to) assert.equal(new URL(to, house.origin).origin, house.origin, `${where} leads to ${to}`);
        }
    });
});

describe('the programs\' side', () => {
    test('openapi.json lists what answers, and what it lists answers', async () => {
        const described = await house.json('/api/openapi.json');
        assert.match(described.openapi, /^3\./);
        const routes = Object.entries(described.paths).filter(([route]) => route.startsWith('/api/v1'));
        assert.ok(routes.length >= 5, 'every page has a twin');
        for (const [route, methods] of routes) {
            const where = numbered(route);
            for (const method of Object.keys(methods).filter((m) => ['get', 'post', 'put', 'delete', 'patch'].includes(m))) {
                const headers = { ...house.bearer, 'content-type': 'application/json' };
                // An empty change is refused by what it lacks, but never unknown.
                const answer = await ask(house, method.toUpperCase(), where, { headers, body: method === 'get' ? undefined : '' });
                assert.notEqual(answer.status, 405, `${method} ${route}`);
                assert.ok(answer.status < 500, `${method} ${route}: ${answer.status} ${answer.body}`);
                if (method === 'get' && answer.status === 200) {
                    assert.match(answer.headers['content-type'], /^application\/json/, route);
                    assert.equal(typeof JSON.parse(answer.body), 'object', route);
                }
            }
            const unknown = ['get', 'post', 'put', 'delete', 'patch'].filter((m) => !methods[m]);
            for (const method of unknown) {
                const answer = await ask(house, method.toUpperCase(), where, { headers: house.bearer });
                assert.ok([404, 405].includes(answer.status), `${method} ${route} answers but is not described`);
            }
        }
    });

    test('what goes wrong is said as problem details', async () => {
        const wrong = [
            ['GET', '/api/v1/cases/999/plan', house.bearer, [404]],
            ['GET', '/api/v1/cases/abc/plan', house.bearer, [400, 404]],
            ['GET', '/api/v1/nothing', house.bearer, [404]],
            ['GET', '/api/v1/cases', {}, [401]],
            ['POST', '/api/v1/jots', { ...house.cookie, 'sec-fetch-site': 'cross-site', 'content-type': 'application/json' }, [403]],
            ['POST', '/api/v1/jots', { ...house.bearer, 'content-type': 'application/json' }, [400, 422], '{'],
            ['POST', '/api/v1/jots', { ...house.bearer, 'content-type': 'application/json' }, [400, 422], '{"jot":""}'],
            ['POST', '/api/v1/jots', { ...house.bearer, 'content-type': 'text/plain' }, [415, 422], 'x'],
            ['DELETE', '/api/v1/cases', house.bearer, [405]],
        ];
        for (const [method, where, headers, statuses, body] of wrong) {
            const answer = await ask(house, method, where, { headers, body });
            assert.ok(statuses.includes(answer.status), `${method} ${where}: ${answer.status} ${answer.body}`);
            assert.match(answer.headers['content-type'] ?? '', /^application\/problem\+json/, `${method} ${where}`);
            const problem = JSON.parse(answer.body);
            assert.equal(problem.status, answer.status, where);
            assert.ok(problem.title?.length > 0, where);
        }
    });
});

test('nothing of all this reached a log (row 68), and the server still stands', async () => {
    assert.equal((await house.get('/')).status, 200);
    assert.doesNotMatch(house.said.stderr, /panicked|Gonzalez|oyster/);
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(house.said.stderr, /\u001b/);
});
