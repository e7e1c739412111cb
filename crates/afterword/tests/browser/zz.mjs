import { serve } from './serve.mjs'; import { PANEL, PROFILE } from './jots.mjs';
const h = await serve({profile:PROFILE}); await h.jot(PANEL);
for (const w of process.argv.slice(2)) { const r=await h.get(w); console.log('=====',w,r.status); console.log(r.body.replace(/[\s\S]*<main/,'<main').replace(/<\/main>[\s\S]*/,'').slice(0,6000)); }
await h.stop();
