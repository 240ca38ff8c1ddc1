/**
 * All that runs in the browser: looks again while somebody is looking, keeps a form from being sent twice by a double click, and
 * takes the eye to what is wrong. Every page works without it.
 */
export const consoleScript = `'use strict';
(() => {
  const fastest = 2000;
  const slowest = 15000;
  let pause = fastest;
  let mark = '';
  let timer;

  const byId = (id) => document.getElementById(id);
  const say = (id, text) => {
    const place = byId(id);
    if (place && place.textContent !== text) place.textContent = text;
  };

  /** Where the reader was, in the new content: by the id, or by where the link leads. */
  const counterpart = (next, element) => {
    if (element.id) return next.querySelector('#' + CSS.escape(element.id));
    const href = element.getAttribute('href');
    return href && [...next.querySelectorAll('a[href]')].find((a) => a.getAttribute('href') === href);
  };

  const isSelecting = (live) => {
    const selection = getSelection();
    return selection && !selection.isCollapsed && live.contains(selection.anchorNode);
  };

  const swap = (live, text) => {
    const next = new DOMParser().parseFromString(text, 'text/html').getElementById('live');
    if (!next) return;
    for (const open of live.querySelectorAll('details[open]'))
      counterpart(next, open)?.setAttribute('open', '');
    const focused = live.contains(document.activeElement) && counterpart(next, document.activeElement);
    if (next.dataset.news !== live.dataset.news) say('news', next.dataset.news);
    live.replaceWith(next);
    if (focused) focused.focus({ preventScroll: true });
  };

  const look = async () => {
    const live = byId('live');
    const answer = await fetch(live.dataset.source, {
      headers: { 'if-none-match': mark },
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(15000),
    });
    if (answer.status === 401) {
      say('contact', 'You are logged out. Load the page again to log in.');
      return false;
    }
    if (answer.status !== 304) {
      if (!answer.ok) throw new Error(String(answer.status));
      const text = await answer.text();
      if (!isSelecting(live)) {
        if (mark !== '') pause = fastest;
        swap(live, text);
        mark = answer.headers.get('etag') || '';
      }
    }
    say('contact', '');
    return true;
  };

  const goOn = () => {
    clearTimeout(timer);
    if (!document.hidden) timer = setTimeout(round, pause);
  };

  const round = async () => {
    pause = Math.min(pause * 1.25, slowest);
    try {
      if (await look()) goOn();
    } catch {
      say('contact', 'Not up to date: the server does not answer. Trying again.');
      pause = Math.max(pause, 5000);
      goOn();
    }
  };

  if (byId('live')?.dataset.source) {
    document.addEventListener('visibilitychange', () => {
      pause = fastest;
      clearTimeout(timer);
      if (!document.hidden) void round();
    });
    goOn();
  }

  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.method !== 'post') return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = 'yes';
    event.submitter?.setAttribute('aria-busy', 'true');
  });
  addEventListener('pageshow', () => {
    for (const form of document.forms) delete form.dataset.sent;
    for (const busy of document.querySelectorAll('[aria-busy]')) busy.removeAttribute('aria-busy');
  });

  (document.querySelector('[aria-invalid]') || document.querySelector('main [role=alert]'))?.focus();
})();
`;
