import type { FastifyReply } from 'fastify';
import type { App } from '../app';
import { findPresented, isOurForm, meetVisitor, queryOf, sendPage } from './console-context';
import type { ConsoleContext } from './console-context';
import { setCookie } from './console-cookie';
import type { Visitor } from './console-sessions';
import { formOf } from './console-guard';
import { html } from './html';
import { alarm } from './page-shell';
import type { Trouble } from './console-action';

const loginPath = '/console/login';
const logoutPath = '/console/logout';
/** Of one address in a minute; keys are long, so that this only keeps the server from being kept busy. */
export const loginsPerMinute = 10;
const limited = { rateLimit: { max: loginsPerMinute, timeWindow: 60_000 } };

export function addLoginRoutes(app: App, context: ConsoleContext): void {
  const { sessions } = context;
  const schema = { hide: true };
  app.get(loginPath, { schema }, (request, reply) => {
    const visitor = meetVisitor(context, request, reply);
    const onward = onwardOf(queryOf(request).get('to'));
    if (visitor.mayRead) return reply.redirect(onward, 303);
    return showLogin(context, reply, visitor, onward);
  });
  app.post(loginPath, { schema, config: limited }, (request, reply) => {
    const form = formOf(request);
    const onward = onwardOf(form.get('to'));
    const visitor = meetVisitor(context, request, reply);
    const show = (status: number, trouble: Trouble) =>
      showLogin(context, reply, visitor, onward, { status, trouble });
    if (visitor.keyName === undefined && visitor.mayRead) return reply.redirect(onward, 303);
    if (!isOurForm(context, request, form)) return show(403, strangeForm);
    const key = findPresented(context, form.get('key')?.trim() ?? '');
    if (key === undefined) return show(401, unknownKey);
    if (!key.scopes.includes('read')) return show(403, blindKey);
    sessions.close(visitor.id);
    setCookie(request, reply, sessions.open(key));
    return reply.redirect(onward, 303);
  });
  app.post(logoutPath, { schema }, (request, reply) => {
    const form = formOf(request);
    const visitor = meetVisitor(context, request, reply);
    if (isOurForm(context, request, form)) sessions.close(visitor.id);
    return reply.redirect(loginPath, 303);
  });
}

const strangeForm: Trouble = {
  title: 'Not logged in',
  what: 'The form does not belong to this browser: it is too old, or the browser kept no cookie.',
  remedy:
    'Try again here. Where it does not help: use https, or open the console on the machine itself, and allow its cookie.',
};

const unknownKey: Trouble = {
  title: 'Not logged in',
  what: 'This key is not known here.',
  remedy: 'Use a key whose SHA-256 is in HTTP_API_KEYS of this server.',
};

const blindKey: Trouble = {
  title: 'Not logged in',
  what: 'This key may not read.',
  remedy: 'Use a key with the scope read, or add it to this one in HTTP_API_KEYS.',
};

/** Only to pages of the console: an address from outside must not lead elsewhere. */
export function onwardOf(wanted: string | null): string {
  return /^\/console(?:[/?][\w./?=&%-]*)?$/.test(wanted ?? '') ? (wanted ?? '') : '/console';
}

function showLogin(
  context: ConsoleContext,
  reply: FastifyReply,
  { id }: Visitor,
  onward: string,
  failed?: { readonly status: number; readonly trouble: Trouble },
): FastifyReply {
  const trouble = failed?.trouble;
  const body = html`<section class="card login">
    <h1>Log in</h1>
    ${trouble && alarm(trouble.title, trouble.what, trouble.remedy)}
    <form method="post" action="${loginPath}" class="act">
      <input type="hidden" name="token" value="${context.tokens.make(id, loginPath)}" />
      <input type="hidden" name="to" value="${onward}" />
      <div class="field">
        <label for="key">API key</label>
        <p id="key-hint" class="hint">With the scope read; with operate as well to move money.</p>
        <input
          id="key"
          name="key"
          type="password"
          autocomplete="current-password"
          required
          autofocus
          aria-describedby="key-hint"
        />
      </div>
      <button class="first">Log in</button>
    </form>
  </section>`;
  const nobody: Visitor = { id, mayRead: false, mayOperate: false };
  return sendPage(context, reply, nobody, {
    title: 'Log in',
    body,
    status: failed?.status ?? 200,
  });
}
