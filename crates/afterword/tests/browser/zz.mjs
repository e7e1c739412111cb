import { serve } from './serve.mjs'; import { PANEL, PROFILE } from './jots.mjs';
const h = await serve({profile:PROFILE}); await h.jot(PANEL.replace(' 3pm',''));
console.log((await h.json('/api/v1/cases/1/notes')).notes.map(n=>[n.note,n.key,n.to,n.state]));
for (const a of ['app','htmx']) console.log(a,(await h.get(`/assets/${a}.js`)).body.length);
for (const w of process.argv.slice(2)) { const r=await h.get(w); console.log('=====',w,r.status); console.log(r.body.replace(/[\s\S]*<main/,'<main').replace(/<\/main>[\s\S]*/,'').slice(0,6000)); }
await h.stop();
