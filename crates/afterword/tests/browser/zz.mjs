import { serve, naughty } from './serve.mjs'; import { launch, visitor, sideways, PHONE } from './browser.mjs'; import { PANEL, SHORT, PROFILE } from './jots.mjs';
const S=naughty(); const h = await serve({profile:PROFILE, jot:PANEL}); const b=await launch(); const v=await visitor(b,h,{size:PHONE});
const head = PANEL.split('\n').slice(0, 4).join('\n');
for (const [a,n] of [[110,110],[220,110]]) {
const id=await h.jot(`${head.replace('Harbor Magazine','Naughty'+a)}\n${S.slice(a,a+n).map(s=>'- '+s).join('\n')}\n`);
await v.page.goto(`${h.origin}/case/${id}/notes`); console.log(id, await sideways(v.page)); await v.page.screenshot({path:'/tmp/bt/wide'+a+'.png'}); }
let t=Date.now(); const r=await h.post('/note/1/check',{subject:'x',body:S.join('\n'),revision:'0'}); console.log('check',r.status,Date.now()-t,r.body.length);
t=Date.now(); const r2=await h.post('/note/1/check',{subject:'x',body:'hello there',revision:'0'}); console.log('check',r2.status,Date.now()-t);
for (const w of ['/settings','/find?q=x','/person/1','/note/2','/case/1']) {t=Date.now(); await h.get(w); console.log(w,Date.now()-t);}
await b.close(); await h.stop();
