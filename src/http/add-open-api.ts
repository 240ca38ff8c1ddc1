import swagger from '@fastify/swagger';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { isPlainObject } from '../domain/plain-object';
import type { App, HttpContext } from './app';
import { renderDocs } from './docs-page';
import type { OpenApiDocument } from './docs-page';

const description = `Orders that are paid once: each operation moves money at most once, whatever is repeated.
Amounts are whole numbers in the currency's minor unit, VAT included. Every request may be made again: the same order attaches to
itself, and an operation with the same Idempotency-Key and content gives the answer of the first one. What is no success is a
problem document (RFC 9457) with a code to branch on and a remedy.`;

/** The description of every route, made from what the routes check by, and a page of it for people. */
export async function addOpenApi(app: App, { version, keys }: HttpContext): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Order saga',
        version,
        description,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      components: {
        securitySchemes: {
          apiKey: { type: 'http', scheme: 'bearer', description: 'A key of HTTP_API_KEYS.' },
        },
      },
    },
    transform: (part) => {
      const { schema, url } = jsonSchemaTransform(part);
      const { scope } = part.route.config ?? {};
      const guarded =
        scope === undefined || keys.length === 0 ? {} : { security: [{ apiKey: [] }] };
      return { schema: { ...schema, ...guarded }, url };
    },
    transformObject: (document) => withMeanings(withoutUnused(jsonSchemaTransformObject(document))),
  });
  const hidden = { hide: true } as const;
  app.get('/openapi.json', { schema: hidden }, async () => app.swagger());
  app.get('/docs', { schema: hidden }, async (_request, reply) => {
    const { html, policy } = renderDocs(app.swagger() as OpenApiDocument, keys.length > 0);
    return reply
      .header('content-security-policy', policy)
      .type('text/html; charset=utf-8')
      .send(html);
  });
}

interface Components {
  readonly paths?: object;
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> };
}

/** Of each schema there is one for what comes in and one for what goes out; of most only one is meant by a route. */
function withoutUnused<T extends Components>(document: T): T {
  const { schemas = {} } = document.components ?? {};
  const wanted = new Set<string>();
  const visit = (part: unknown) => {
    for (const [, name = ''] of JSON.stringify(part ?? {}).matchAll(
      /"#\/components\/schemas\/(\w+)"/g,
    )) {
      if (wanted.has(name)) continue;
      wanted.add(name);
      visit(schemas[name]);
    }
  };
  visit(document.paths);
  const used = Object.fromEntries(Object.entries(schemas).filter(([name]) => wanted.has(name)));
  return { ...document, components: { ...document.components, schemas: used } };
}

/** What the framework writes where a route names no meaning of an answer. */
const unnamed = 'Default Response';

/** Every answer says what it is: one without words of its own is what its summary promises. */
function withMeanings<T extends object>(document: T): T {
  const told = JSON.stringify(document, (_key, value: unknown) =>
    isUnnamed(value) ? { ...value, description: 'As asked for.' } : value,
  );
  return JSON.parse(told) as T;
}

function isUnnamed(value: unknown): value is object {
  return isPlainObject(value) && value['description'] === unnamed;
}
