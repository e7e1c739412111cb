// What makes the pages nicer: every form works without this, and htmx swaps the fragments.
//
// The first part, jots that are kept while nothing can be reached, runs in the service worker too (`sw.js` loads this
// file); the rest needs a page. Nothing here decides what anything means: that is the server's.

'use strict';

/** Jots that were not taken up yet: `{mark, fields, at, refused}`, kept by this browser until they are. */
const kept = (() => {
  const open = () => new Promise((resolve, reject) => {
    const asked = indexedDB.open('afterword', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore('kept', { keyPath: 'mark' });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const run = async (mode, act) => {
    const db = await open();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = db.transaction('kept', mode);
        const asked = act(transaction.objectStore('kept'));
        transaction.oncomplete = () => resolve(asked.result);
        transaction.onabort = () => reject(transaction.error);
      });
    } finally {
      db.close();
    }
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
  return {
    post,
    all,
    put,
    remove,
    /** Tries each once. Resolves to the page of the last that was taken up, or null. */
    send: () => (navigator.locks ? navigator.locks.request('afterword-kept', sendAll) : sendAll()),
  };
})();

if (self.document) {
  const $ = (what, within = document) => within.querySelector(what);
  const $$ = (what, within = document) => [...within.querySelectorAll(what)];
  const make = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text, ...more });
  const say = (text) => {
    const live = $('#said');
    if (live) live.textContent = text;
  };
  /** Storage may be full or forbidden; what it holds is a second copy, so that is no reason to stop. */
  const store = (place, key, value) => {
    try {
      if (value === undefined) return place().getItem(key);
      if (value) place().setItem(key, value);
      else place().removeItem(key);
    } catch { /* see above */ }
    return null;
  };
  const local = () => localStorage;
  const session = () => sessionStorage;
  const onClick = (what, act) => document.addEventListener('click', (event) => {
    const target = event.target.closest?.(what);
    if (target) act(target, event);
  });

  document.documentElement.classList.add('js');
  navigator.serviceWorker?.register('/sw.js').catch(() => {});

  // A form that is on its way is not sent again.
  const release = (form) => {
    delete form.dataset.busy;
    for (const button of $$('[aria-disabled]', form)) button.removeAttribute('aria-disabled');
  };
  const hold = (form) => {
    form.dataset.busy = '1';
    for (const button of $$('button:not([type=button])', form)) button.setAttribute('aria-disabled', 'true');
    setTimeout(release, 30_000, form);
  };
  document.addEventListener('submit', (event) => {
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
    if (asked && /^\d+$/.test(asked) && !$('[name=case]', form)) form.append(make('input', '', { type: 'hidden', name: 'case', value: asked }));
    const draft = `jot:${$('[name=case]', form)?.value ?? ''}`;
    const newMark = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('');
    let mark = newMark();
    const before = store(local, draft);
    if (before && !box.value) fill(box, before);
    box.addEventListener('input', () => store(local, draft, box.value));
    const keep = async (fields) => {
      try {
        await kept.put({ mark, fields, at: Date.now() });
      } catch {
        tell('There is no connection, and this browser keeps nothing. Leave this page open and try again.');
        return;
      }
      navigator.storage?.persist?.().catch(() => {});
      navigator.serviceWorker?.ready.then((worker) => worker.sync?.register('kept')).catch(() => {});
      mark = newMark();
      store(local, draft, '');
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
          store(local, draft, '');
          if (form.dataset.kept) await kept.remove(form.dataset.kept);
          location.assign(answer.url);
          return;
        }
        // It has a question: the page that asks it is shown as without this script. Nothing was changed yet.
        form.append(make('input', '', { type: 'hidden', name: 'mark', value: mark }));
        form.submit();
      } catch {
        await keep(fields);
        release(form);
      }
    });
    onClick('[data-again]', async (button) => {
      const jot = (await kept.all()).find((one) => one.mark === button.dataset.again);
      if (!jot) return;
      mark = jot.mark;
      form.dataset.kept = jot.mark;
      fill(box, new Map(jot.fields).get('jot') ?? '');
      box.focus();
    });
  };
  const fill = (box, text) => {
    box.value = text;
    box.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const tell = (...what) => {
    const place = $('#kept-here');
    if (!place) return say(what.map((part) => part.textContent ?? part).join(' '));
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
    if (waiting === 1) what.push(`Kept on ${here}. It is taken up when the connection returns.`);
    if (waiting > 1) what.push(`${waiting} jots are kept on ${here}. They are taken up when the connection returns.`);
    for (const jot of refused) {
      const again = make('button', 'Open it', { type: 'button', className: 'btn small' });
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
  const linesOf = (sentence) => (sentence.dataset.lines ?? '').split(' ').filter(Boolean);
  const unlight = () => {
    for (const lit of $$('.lit')) lit.classList.remove('lit');
    $('.from-jot')?.remove();
  };
  const inSight = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top >= 0 && bottom <= innerHeight;
  };
  const light = (sentence) => {
    unlight();
    const lines = linesOf(sentence).map((n) => document.getElementById(`L${n}`)).filter(Boolean);
    if (!lines.length) return;
    sentence.classList.add('lit');
    for (const line of lines) line.classList.add('lit');
    if (lines.every(inSight)) return;
    // The jot is out of sight (on a phone it is far below): its words come to the sentence.
    const slip = make('div', '', { className: 'from-jot', ariaHidden: 'true' });
    slip.append(...lines.map((line) => make('p', line.textContent)));
    slip.classList.toggle('high', sentence.getBoundingClientRect().top > innerHeight / 2);
    document.body.append(slip);
  };
  const lightFrom = (event) => {
    const sentence = event.target.closest?.('.s[data-lines]');
    const line = event.target.closest?.('.jot li');
    if (sentence) light(sentence);
    else if (line) {
      unlight();
      const from = $$('.s[data-lines]').filter((s) => linesOf(s).includes(line.id.slice(1)));
      for (const one of [line, ...from]) one.classList.toggle('lit', from.length > 0);
    } else if (event.type !== 'mouseover' || $('.lit')) unlight();
  };
  for (const kind of ['mouseover', 'focusin', 'click']) document.addEventListener(kind, lightFrom);
  document.addEventListener('focusout', unlight);

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
      for (const words of $$(':scope > span', bar)) words.remove();
      const button = $('button', bar);
      button.className = 'btn quiet small';
      button.textContent = 'Take the approval back';
    };
    const timer = setInterval(tick, 1000);
    tick();
  };

  // Words typed into a note and not kept yet outlive a reload, and a note that was changed in another window.
  const edited = (form) => {
    const { subject, body, revision } = form.elements;
    const key = `edit:${form.getAttribute('action')}`;
    const plain = (text) => text.replaceAll(/\s+/g, ' ').trim();
    const back = (saved) => {
      subject.value = saved.subject;
      fill(body, saved.body);
    };
    const saved = JSON.parse(store(session, key) ?? 'null');
    if (saved && plain(saved.body) === plain(body.value) && plain(saved.subject) === plain(subject.value)) store(session, key, '');
    else if (saved && saved.revision === revision.value) back(saved);
    else if (saved) {
      const bar = make('p', 'The note was changed meanwhile. What you typed is not lost. ', { className: 'notice' });
      const button = make('button', 'Put it in the box', { type: 'button', className: 'btn small' });
      button.addEventListener('click', () => {
        back(saved);
        bar.remove();
        body.focus();
      });
      bar.append(button);
      form.prepend(bar);
    }
    form.addEventListener('input', () => store(session, key, JSON.stringify({ subject: subject.value, body: body.value, revision: revision.value })));
  };

  // Copying and sharing.
  const textOf = (where) => {
    const from = $(where);
    return from ? from.value ?? from.innerText : '';
  };
  const copy = async (text) => {
    // Only a page from a safe place may use the clipboard itself.
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const area = make('textarea', '', { value: text, className: 'visually-hidden' });
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
    if (!box) return;
    const words = box.value.trimEnd();
    fill(box, (words ? `${words}\n` : '') + chip.dataset.insert);
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
    box.scrollTop = box.scrollHeight;
  });

  // A file dropped on any page is brought in; without this a browser would leave the page for it.
  const carriesFile = (event) => event.dataTransfer?.types.includes('Files');
  const dragging = (on) => document.body.classList.toggle('dropping', on);
  document.addEventListener('dragover', (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    dragging(true);
  });
  document.addEventListener('dragleave', (event) => event.relatedTarget ?? dragging(false));
  document.addEventListener('drop', (event) => {
    if (!carriesFile(event)) return;
    event.preventDefault();
    dragging(false);
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
  document.addEventListener('DOMContentLoaded', () => {
    const form = $('form[data-offline]');
    if (form) {
      capture(form);
      show().catch(() => {});
    }
    for (const note of $$('form#edit')) edited(note);
    for (const bar of $$('.undo[data-seconds]')) countDown(bar);
    if (navigator.share) for (const button of $$('[data-share]')) button.hidden = false;
    for (const sentence of $$('.s[data-lines]')) {
      const ids = linesOf(sentence).map((n) => `L${n}`).filter((id) => document.getElementById(id));
      if (ids.length) sentence.setAttribute('aria-describedby', ids.join(' '));
    }
    for (const today of $$('.strip line.today')) {
      const frame = today.closest('.scroll');
      frame.scrollLeft += today.getBoundingClientRect().left - frame.getBoundingClientRect().left - frame.clientWidth / 3;
    }
    flush();
  });
  addEventListener('online', flush);
  document.addEventListener('visibilitychange', () => document.hidden || flush());
  navigator.serviceWorker?.addEventListener('message', (event) => {
    if (event.data?.takenUp) show(event.data.takenUp).catch(() => {});
  });
}
