import { createHash } from 'node:crypto';
import { consoleStyle } from './console/console-style';
import { renderNamed, renderShort } from './docs-schema';
import { escapeMarkup as escape, renderWords } from './escape-markup';

interface Media {
  readonly schema?: object;
}

interface Answer {
  readonly description?: string;
  readonly content?: Readonly<Record<string, Media>>;
}

interface Operation {
  readonly operationId?: string;
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly security?: readonly object[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
    readonly description?: string;
  }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, Media>> };
  readonly responses?: Readonly<Record<string, Answer>>;
}

/** Of the OpenAPI document what the page shows. */
export interface OpenApiDocument {
  readonly info: {
    readonly title: string;
    readonly version: string;
    readonly description?: string;
  };
  readonly paths?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly schemas?: Readonly<Record<string, object>> };
}

/** The console's look, and what a page of reference needs besides. */
const style = `${consoleStyle}
main { max-width: 62rem; }
main > h2 { margin: 2rem 0 0.75rem; font-size: 1.125rem; }
h3 { margin: 0; font-size: 0.9375rem; overflow-wrap: anywhere; }
.index { columns: 18rem; list-style: none; margin: 0.25rem 0 1rem; padding: 0; }
.index li { padding: 0.15rem 0; break-inside: avoid; }
.index small { display: block; }
.card table { margin: 0.5rem 0; }
@media (min-width: 44.01rem) { .card td:first-child { width: 24%; } .card td:nth-child(2) { width: 34%; } }
@media (max-width: 44rem) { tbody tr { gap: 0.1rem 1rem; } td, td:first-child { flex: 1 0 100%; } td:empty, td:not(:first-child)::before { display: none; } }
td > small { white-space: nowrap; }
details { margin-top: 0.5rem; }`;

interface Chapter {
  readonly tag: string;
  readonly title: string;
}

/** What one comes for first; what is for machines last. */
const chapters: readonly Chapter[] = [
  { tag: 'orders', title: 'Orders' },
  { tag: 'operations', title: 'Captures, refunds, cancels and decisions' },
  { tag: 'callback', title: 'Callbacks of Dintero' },
  { tag: 'operation', title: 'For machines' },
];

interface Entry {
  readonly path: string;
  readonly method: string;
  readonly operation: Operation;
}

/** The page, and the policy that lets it show its own style and nothing else. It needs no script and nothing from elsewhere. */
export function renderDocs(
  document: OpenApiDocument,
  withKeys: boolean,
): { readonly html: string; readonly policy: string } {
  const { info, paths = {}, components } = document;
  const entries = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const of = ({ tag }: Chapter) => entries.filter(({ operation }) => operation.tags?.[0] === tag);
  const index = chapters.map(
    (chapter) =>
      `<h2>${chapter.title}</h2><ul class="index">${of(chapter).map(renderIndexed).join('')}</ul>`,
  );
  const told = chapters.map(
    (chapter) => `<h2>${chapter.title}</h2>${of(chapter).map(renderOperation).join('\n')}`,
  );
  const schemas = Object.entries(components?.schemas ?? {});
  const names = schemas.map(
    ([name]) => `<li><a href="#schema-${escape(name)}">${escape(name)}</a></li>`,
  );
  const keys = withKeys
    ? 'Send <code>Authorization: Bearer &lt;key&gt;</code>.'
    : 'This server listens on its own machine and asks for no API key.';
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(info.title)}</title><style>${style}</style></head>
<body><main><h1>${escape(info.title)} <small>${escape(info.version)}</small></h1>
<p>${renderWords(info.description ?? '')}</p><p>${keys} The same for programs: <a href="/openapi.json">/openapi.json</a>. For people: <a href="/console">the console</a>.</p>
<nav class="card" aria-label="What there is">${index.join('')}<h2>Schemas</h2><ul class="index">${names.join('')}</ul></nav>
${told.join('\n')}
<h2>Schemas</h2>
${schemas.map(([name, schema]) => renderNamed(name, schema)).join('\n')}
</main></body></html>`;
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;
  return { html, policy };
}

function placeOf({ method, path }: Entry): string {
  return `${method}${path.replaceAll(/\W+/g, '-')}`;
}

function renderIndexed(entry: Entry): string {
  const { method, path, operation } = entry;
  return `<li><a href="#${placeOf(entry)}"><code>${method.toUpperCase()} ${escape(path)}</code></a><small>${renderWords(operation.summary ?? '')}</small></li>`;
}

function renderOperation(entry: Entry): string {
  const { path, method, operation } = entry;
  const { summary = '', description = '', parameters = [], requestBody, security } = operation;
  const rows = parameters.map(
    ({ name, in: place, required = false, description: meaning = '' }) =>
      `<tr><td><code>${escape(name)}</code></td><td>${escape(place)}${required ? ', needed' : ''}</td><td>${renderWords(meaning)}</td></tr>`,
  );
  const bodies = Object.values(requestBody?.content ?? {}).map(({ schema }) => renderShort(schema));
  return `<section class="card" id="${placeOf(entry)}"><h3><code>${method.toUpperCase()} ${escape(path)}</code></h3>
<p>${renderWords(summary)}. ${renderWords(description)}${security === undefined ? '' : ' Needs an API key.'}</p>
${rows.length === 0 ? '' : `<table>${rows.join('')}</table>`}
${bodies.length === 0 ? '' : `<p>Body: ${bodies.join(', ')}</p>`}
${renderAnswers(operation)}</section>`;
}

/** What succeeds stands open; what is a problem is nearly the same everywhere, and is folded up. */
function renderAnswers({ responses = {} }: Operation): string {
  const row = ([status, { description = '', content = {} }]: readonly [string, Answer]) => {
    const schemas = Object.values(content).map(({ schema }) => renderShort(schema));
    return `<tr><td><code>${escape(status)}</code></td><td>${renderWords(description)}</td><td>${schemas.join(', ')}</td></tr>`;
  };
  const all = Object.entries(responses);
  const problems = all.filter(([, { content = {} }]) => 'application/problem+json' in content);
  const answers = all.filter((answer) => !problems.includes(answer));
  const statuses = problems.map(([status]) => escape(status)).join(', ');
  return `<table>${answers.map(row).join('')}</table>${
    problems.length === 0
      ? ''
      : `<details><summary>Problems: ${statuses}</summary><table>${problems.map(row).join('')}</table></details>`
  }`;
}
