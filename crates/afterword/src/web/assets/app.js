// What makes the pages nicer: every form works without this, and htmx swaps the fragments.
//
// The first part, jots that are kept while nothing can be reached, runs in the service worker too (`sw.js` loads this
// file); the rest needs a page.

'use strict';

/** Jots that were not taken up yet: `{mark, fields, at, refused}`, kept by this browser until they are. */
const kept = (() => {
  let opened;
  const open = () => (opened ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open('afterword', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore('kept', { keyPath: 'mark' });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  }));
  const run = async (mode, act) => {
    const transaction = (await open()).transaction('kept', mode);
    const asked = act(transaction.objectStore('kept'));
    return new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = () => reject(transaction.error);
    });
  };
  /** Resolves to the server's answer; rejects where there is none. */
  const post = (fields, mark) => fetch('/jot', {
    method: 'POST',
    body: new URLSearchParams([...fields, ['mark', mark]]),
    credentials: 'same-origin',
    signal: AbortSignal.timeout?.(25_000),
  });
  const all = async () => (await run('readonly', (store) => store.getAll())).sort((a, b) => a.at - b.at);
  const put = (jot) => run('readwrite', (store) => store.put(jot));
  const remove = (mark) => run('readwrite', (store) => store.delete(mark));
  /** One after the other, in one tab at a time; the mark keeps a lost answer from making it two. */
  const sendAll = async () => {
    let page = null;
    for (const jot of await all()) {
      if (jot.refused) continue;
      const answer = await post(jot.fields, jot.mark).catch(() => null);
      if (answer === null) break;
      await answer.text().catch(() => '');
      if (answer.redirected && answer.ok) {
        await remove(jot.mark);
        page = answer.url;
      } else if (answer.status >= 400 && answer.status < 500 && ![401, 403, 408, 421, 429].includes(answer.status)) {
        // Something is missing in it that only its owner knows.
        await put({ ...jot, refused: true });
      } else {
        break;
      }
    }
    return page;
  };
  /** Tries each once. Resolves to the page of the last that was taken up, or null. */
  const send = () => (navigator.locks ? navigator.locks.request('afterword-kept', sendAll) : sendAll());
  return { post, all, put, remove, send };
})();

if (self.document) {
  const $ = (what, within = document) => within.querySelector(what);
  const $$ = (what, within = document) => [...within.querySelectorAll(what)];
  const make = (tag, text, more) => Object.assign(document.createElement(tag), { textContent: text, ...more });
  const say = (text) => $('#said')?.replaceChildren(text);
  const small = (text) => make('button', text, { type: 'button', className: 'btn small' });
  const hidden = (form, name, value) => form.append(make('input', '', { type: 'hidden', name, value }));
  /** Storage may be full or forbidden; what it holds is a second copy, so that is no reason to stop. */
  const store = (key, value, place = 'localStorage') => {
    try {
      if (value === undefined) return self[place].getItem(key);
      if (value) self[place].setItem(key, value);
      else self[place].removeItem(key);
    } catch { /* see above */ }
    return null;
  };
  const on = (kind, act) => document.addEventListener(kind, act);
  const onClick = (what, act) => on('click', (event) => {
    const target = event.target.closest?.(what);
    if (target) act(target);
  });

  document.documentElement.classList.add('js');
  navigator.serviceWorker?.register('/sw.js').catch(() => {});

  // A form that is on its way is not sent again.
  const release = (form) => delete form.dataset.busy;
  const hold = (form) => {
    form.dataset.busy = '1';
    setTimeout(release, 30_000, form);
  };
  on('submit', (event) => {
    const form = event.target;
    if (form.getAttribute('method') !== 'post' || event.defaultPrevented) return;
    if (form.dataset.busy) event.preventDefault();
    else hold(form);
  });
  addEventListener('pageshow', () => $$('form[data-busy]').forEach(release));

  // Capture: words are kept as they are typed; a jot that cannot be sent is kept until it can.
  const capture = (form) => {
    const box = $('#jot', form);
    const asked = new URLSearchParams(location.search).get('case');
    // The page without a connection is the same for every case.
    if (asked && /^\d+$/.test(asked) && !$('[name=case]', form)) hidden(form, 'case', asked);
    const draft = `jot:${$('[name=case]', form)?.value ?? ''}`;
    const newMark = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
    let mark = newMark();
    const before = store(draft);
    if (before && !box.value) fill(box, before);
    box.addEventListener('input', () => store(draft, box.value));
    const keep = async (fields) => {
      try {
        await kept.put({ mark, fields, at: Date.now() });
      } catch {
        tell('There is no connection, and this browser keeps nothing. Leave this page open and try again.');
        return;
      }
      navigator.serviceWorker?.ready.then((worker) => worker.sync?.register('kept')).catch(() => {});
      mark = newMark();
      store(draft, '');
      fill(box, '');
      await show();
      box.focus();
    };
    form.addEventListener('submit', async (event) => {
      if (event.submitter?.value === 'look') return;
      event.preventDefault();
      if (form.dataset.busy) return;
      hold(form);
      const fields = [...new FormData(form)].filter(([name]) => name !== 'mark');
      try {
        const answer = await kept.post(fields, mark);
        if (answer.redirected) {
          store(draft, '');
          location.assign(answer.url);
          return;
        }
        // It has a question: the page that asks it is shown as without this script. Nothing was changed yet.
        hidden(form, 'mark', mark);
        form.submit();
      } catch {
        await keep(fields);
        release(form);
      }
    });
    onClick('[data-again]', async (button) => {
      const jot = (await kept.all()).find((one) => one.mark === button.dataset.again);
      // What stands in the box changes places with it.
      if (box.value.trim()) await kept.put({ mark: newMark(), fields: [['jot', box.value]], at: Date.now(), refused: true });
      for (const [name, value] of jot.fields) {
        if (form.elements[name]) form.elements[name].value = value;
        else hidden(form, name, value);
      }
      fill(box, box.value);
      await kept.remove(jot.mark);
      await show();
      box.focus();
    });
  };
  const fill = (box, text) => {
    box.value = text;
    box.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const tell = (...what) => {
    const place = $('#kept-here');
    if (!place) return say(what.map((part) => part.textContent ?? part).join(''));
    place.hidden = what.length === 0;
    place.replaceChildren(...what);
  };
  const show = async (page = null) => {
    const jots = await kept.all();
    const refused = jots.filter((jot) => jot.refused);
    const waiting = jots.length - refused.length;
    const here = matchMedia('(pointer: coarse)').matches ? 'this phone' : 'this computer';
    const what = [];
    if (page) what.push('What was kept is taken up. ', make('a', 'Read the notes', { href: new URL(page).pathname }), ' ');
    if (waiting > 1) what.push(`${waiting} jots are kept on ${here}. They are taken up when the connection returns.`);
    else if (waiting) what.push(`Kept on ${here}. It is taken up when the connection returns.`);
    for (const jot of refused) {
      const again = small('Open it');
      again.dataset.again = jot.mark;
      what.push(' One that was kept needs a word from you. ', again);
    }
    if ($('#kept-here') || page) tell(...what);
    return waiting;
  };
  /** Tries what is kept, and again for as long as something is. */
  let next = 0;
  const flush = async () => {
    clearTimeout(next);
    try {
      if (!(await kept.all()).length) return;
      const page = await kept.send();
      if (await show(page)) next = setTimeout(flush, 20_000);
    } catch { /* this browser keeps nothing */ }
  };

  // A sentence and the lines it came from.
  const linesOf = (sentence) => sentence.dataset.lines.split(' ').map((n) => document.getElementById(`L${n}`)).filter(Boolean);
  const unlight = () => {
    for (const lit of $$('.lit')) lit.classList.remove('lit');
    $('.from-jot')?.remove();
  };
  const edges = (element) => element.getBoundingClientRect();
  const light = (event) => {
    unlight();
    const at = event.target.closest?.('.s[data-lines], .jot li');
    if (!at) return;
    const back = at.matches('li');
    const sentences = back ? $$('.s[data-lines]').filter((s) => linesOf(s).includes(at)) : [at];
    const lines = back ? [at] : linesOf(at);
    if (!lines.length || !sentences.length) return;
    for (const one of [...lines, ...sentences]) one.classList.add('lit');
    if (back || lines.every((line) => edges(line).top >= 0 && edges(line).bottom <= innerHeight)) return;
    // The jot is out of sight (on a phone it is far below): its words come to the sentence.
    const slip = make('div', '', { className: 'from-jot', ariaHidden: 'true' });
    slip.append(...lines.map((line) => make('p', line.textContent)));
    slip.classList.toggle('high', edges(at).top > innerHeight / 2);
    document.body.append(slip);
  };
  for (const kind of ['mouseover', 'focusin', 'click']) on(kind, light);
  on('focusout', unlight);

  // The approval can be taken back in the bar for its seconds, and then more quietly.
  const countDown = (bar) => {
    const end = Date.now() + Number(bar.dataset.seconds) * 1000;
    const left = make('span', '', { className: 'left', ariaHidden: 'true' });
    $('span', bar)?.after(left);
    const tick = () => {
      const seconds = Math.ceil((end - Date.now()) / 1000);
      left.textContent = `${Math.max(seconds, 0)} s`;
      if (seconds > 0) return;
      clearInterval(timer);
      bar.classList.remove('undo');
      for (const words of $$('span', bar)) words.remove();
      Object.assign($('button', bar), { className: 'btn quiet small', textContent: 'Take the approval back' });
    };
    const timer = setInterval(tick, 1000);
    tick();
  };

  // Words typed into a note and not kept yet outlive a reload, and a note that was changed in another window.
  const edited = (form) => {
    const { subject, body, revision } = form.elements;
    const keep = (words) => store(`edit:${form.getAttribute('action')}`, words, 'sessionStorage');
    const plain = (text) => text.replaceAll(/\s+/g, ' ').trim();
    const back = (saved) => {
      subject.value = saved.subject;
      fill(body, saved.body);
    };
    const saved = JSON.parse(keep() ?? 'null');
    if (saved && plain(saved.body) === plain(body.value) && plain(saved.subject) === plain(subject.value)) keep('');
    else if (saved && saved.revision === revision.value) back(saved);
    else if (saved) {
      const bar = make('p', 'The note was changed meanwhile. What you typed is not lost. ', { className: 'notice' });
      bar.append(small('Put it in the box'));
      bar.lastChild.addEventListener('click', () => {
        back(saved);
        bar.remove();
        body.focus();
      });
      form.prepend(bar);
    }
    form.addEventListener('input', () => keep(JSON.stringify({ subject: subject.value, body: body.value, revision: revision.value })));
  };

  // Copying and sharing.
  const textOf = (where) => $(where).value ?? $(where).innerText;
  const copy = async (text) => {
    // Only a page from a safe place may use the clipboard itself.
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const area = make('textarea', text, { className: 'visually-hidden' });
    document.body.append(area);
    area.select();
    const done = document.execCommand('copy');
    area.remove();
    if (!done) throw new Error('not copied');
  };
  onClick('[data-copy]', async (button) => {
    try {
      await copy(textOf(button.dataset.copy));
      const was = button.dataset.was ??= button.textContent;
      button.textContent = 'Copied';
      say('Copied.');
      setTimeout(() => (button.textContent = was), 2500);
    } catch {
      say('It could not be copied. Select the text and copy it by hand.');
    }
    button.focus();
  });
  onClick('[data-share]', async (button) => {
    try {
      await navigator.share({ title: button.dataset.title, text: textOf(button.dataset.text) });
      say('Shared.');
    } catch (error) {
      if (error.name !== 'AbortError') say('It could not be shared.');
    }
  });

  // A chip begins a line of the jot.
  onClick('[data-insert]', (chip) => {
    const box = $('#jot');
    fill(box, `${box.value.trimEnd()}\n${chip.dataset.insert}`.trimStart());
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
    box.scrollTop = box.scrollHeight;
  });

  // A file dropped on any page is brought in; without this a browser would leave the page for it.
  const dragged = (event) => {
    const carries = event.dataTransfer?.types.includes('Files') ?? false;
    if (carries) event.preventDefault();
    document.body.classList.toggle('dropping', carries && event.type === 'dragover');
  };
  on('dragover', dragged);
  on('dragleave', dragged);
  on('drop', (event) => {
    dragged(event);
    if (!event.dataTransfer.files.length) return;
    let form = $('form[data-drop]');
    if (!form) {
      form = make('form', '', { method: 'post', action: '/bring', enctype: 'multipart/form-data', hidden: true });
      form.append(make('input', '', { type: 'file', name: 'file' }));
      document.body.append(form);
    }
    $('[type=file]', form).files = event.dataTransfer.files;
    form.requestSubmit();
  });

  // After htmx, which looks at the page first: words put back into a box are then seen as changed.
  on('DOMContentLoaded', () => {
    const form = $('form[data-offline]');
    if (form) {
      capture(form);
      show().catch(() => {});
    }
    for (const note of $$('form#edit')) edited(note);
    for (const bar of $$('.undo[data-seconds]')) countDown(bar);
    if (navigator.share) for (const button of $$('[data-share]')) button.hidden = false;
    for (const sentence of $$('.s[data-lines]')) {
      const ids = linesOf(sentence).map((line) => line.id).join(' ');
      if (ids) sentence.setAttribute('aria-describedby', ids);
    }
    for (const today of $$('.strip line.today')) {
      const frame = today.closest('.scroll');
      frame.scrollLeft += edges(today).left - edges(frame).left - frame.clientWidth / 3;
    }
    flush();
  });
  addEventListener('online', flush);
  on('visibilitychange', () => document.hidden || flush());
  navigator.serviceWorker?.addEventListener('message', (event) => {
    if (event.data?.takenUp) show(event.data.takenUp).catch(() => {});
  });
}
