import { createHash } from 'node:crypto';
import { consoleIcon } from './console-icon';
import { consoleScript } from './console-script';
import { consoleStyle } from './console-style';
import type { Visitor } from './console-sessions';
import { html } from './html';
import type { Html, HtmlPart } from './html';

/** A file that the pages load, under a name that changes with it, so that browsers may keep it for ever. */
export interface Asset {
  readonly path: string;
  readonly type: string;
  readonly content: string;
}

function asset(name: string, ending: string, type: string, content: string): Asset {
  const mark = createHash('sha256').update(content).digest('hex').slice(0, 10);
  return { path: `/console/assets/${name}-${mark}.${ending}`, type, content };
}

const style = asset('console', 'css', 'text/css; charset=utf-8', consoleStyle);
const script = asset('console', 'js', 'text/javascript; charset=utf-8', consoleScript);
const icon = asset('icon', 'svg', 'image/svg+xml', consoleIcon);

export const assets: readonly Asset[] = [style, script, icon];

export interface Page {
  readonly title: string;
  readonly body: HtmlPart;
  readonly visitor: Visitor;
  /** The token of the form that logs out; absent where nobody is logged in. */
  readonly logoutToken?: string;
}

export function renderShell({ title, body, visitor, logoutToken }: Page): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${title} · Order console</title>
        <link rel="stylesheet" href="${style.path}" />
        <link rel="icon" href="${icon.path}" type="image/svg+xml" />
        <script src="${script.path}" defer></script>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header>
          <div class="top">
            <a class="home" href="/console">Order console</a>
            ${account(visitor, logoutToken)}
          </div>
          ${visitor.keyName === undefined && visitor.mayRead && openNotice}
        </header>
        <main id="main" tabindex="-1">${body}</main>
        ${visitor.mayRead && html`<footer>All times in UTC. Amounts include VAT.</footer>`}
      </body>
    </html> `.markup;
}

const openNotice = html`<p class="open-notice">
  No log-in: this server has no API keys and is meant for this machine alone. Whoever uses this
  machine may move money.
</p>`;

function account({ keyName, mayOperate }: Visitor, logoutToken: string | undefined): HtmlPart {
  if (keyName === undefined || logoutToken === undefined) return undefined;
  return html`<form class="account" method="post" action="/console/logout">
    <input type="hidden" name="token" value="${logoutToken}" />
    <span><bdi>${keyName}</bdi>${!mayOperate && html` <small>may look only</small>`}</span>
    <button class="quiet">Log out</button>
  </form>`;
}

/** A mark of how something stands: the word says it, the colour helps. */
export function chip(word: string, tone: string): Html {
  return html`<span class="chip ${tone}">${word}</span>`;
}

/** What went wrong and what to do about it, read out at once. */
export function alarm(title: string, what: string, remedy: string): Html {
  return html`<div class="notice bad" role="alert" tabindex="-1">
    <strong>${title}</strong>
    <p>${what}</p>
    <p>${remedy}</p>
  </div>`;
}
