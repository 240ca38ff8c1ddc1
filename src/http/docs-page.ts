import { createHash } from 'node:crypto';
import { escapeMarkup as escape } from './escape-markup';

interface Media {
  readonly schema?: object;
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
  readonly responses?: Readonly<
    Record<
      string,
      { readonly description?: string; readonly content?: Readonly<Record<string, Media>> }
    >
  >;
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

const style = `:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
code,pre{font:14px/1.45 ui-monospace,monospace}
pre{overflow:auto;padding:.75rem;border:1px solid #8884;border-radius:.4rem}
section{border-top:1px solid #8884;margin-top:1.5rem}
table{border-collapse:collapse;width:100%}
td,th{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0}
h3{overflow-wrap:anywhere}
h3 code{font-size:16px}
@media(max-width:40rem){tr,td{display:block}tr{padding:.35rem 0}td{padding:0;overflow-wrap:anywhere}}`;

/** The page, and the policy that lets it show its own style and nothing else. It needs no script and nothing from elsewhere. */
export function renderDocs(
  document: OpenApiDocument,
  withKeys: boolean,
): { readonly html: string; readonly policy: string } {
  const { info, paths = {}, components } = document;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => renderOperation(path, method, operation)),
  );
  const schemas = Object.entries(components?.schemas ?? {}).map(
    ([name, schema]) =>
      `<section id="schema-${escape(name)}"><h3>${escape(name)}</h3>${code(schema)}</section>`,
  );
  const keys = withKeys
    ? 'Send <code>Authorization: Bearer &lt;key&gt;</code>.'
    : 'This server listens on its own machine and asks for no API key.';
  const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(info.title)}</title><style>${style}</style></head>
<body><h1>${escape(info.title)} <small>${escape(info.version)}</small></h1>
<p>${escape(info.description ?? '')}</p><p>${keys} The same for programs: <a href="/openapi.json">/openapi.json</a>.</p>
${operations.join('\n')}
<section><h2>Schemas</h2></section>
${schemas.join('\n')}
</body></html>`;
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'`;
  return { html, policy };
}

function renderOperation(path: string, method: string, operation: Operation): string {
  const {
    summary = '',
    description = '',
    parameters = [],
    responses = {},
    requestBody,
  } = operation;
  const rows = parameters.map(
    ({ name, in: place, required = false, description: meaning = '' }) =>
      `<tr><td><code>${escape(name)}</code></td><td>${escape(place)}${required ? ', needed' : ''}</td><td>${escape(meaning)}</td></tr>`,
  );
  const bodies = Object.values(requestBody?.content ?? {}).map(({ schema }) => linkTo(schema));
  const answers = Object.entries(responses).map(([status, answer]) => {
    const schemas = Object.values(answer.content ?? {}).map(({ schema }) => linkTo(schema));
    return `<tr><td><code>${escape(status)}</code></td><td>${escape(answer.description ?? '')}</td><td>${schemas.join(', ')}</td></tr>`;
  });
  return `<section><h3><code>${method.toUpperCase()} ${escape(path)}</code></h3>
<p>${escape(summary)}. ${escape(description)}${operation.security === undefined ? '' : ' Needs an API key.'}</p>
${rows.length === 0 ? '' : `<table>${rows.join('')}</table>`}
${bodies.length === 0 ? '' : `<p>Body: ${bodies.join(', ')}</p>`}
<table>${answers.join('')}</table></section>`;
}

function linkTo(schema: object | undefined): string {
  const reference = schema !== undefined && '$ref' in schema ? String(schema.$ref) : undefined;
  const name = reference?.split('/').at(-1);
  if (name !== undefined) return `<a href="#schema-${escape(name)}">${escape(name)}</a>`;
  return schema === undefined ? '' : code(schema);
}

function code(schema: object): string {
  return `<pre>${escape(JSON.stringify(schema, undefined, 2))}</pre>`;
}
