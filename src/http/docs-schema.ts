import { escapeMarkup as escape, renderWords } from './escape-markup';

/** Of a JSON schema what the page tells. */
interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** A schema under its name: a row for each field, and the whole of it folded up. */
export function renderNamed(name: string, schema: Schema): string {
  return `<section class="card" id="schema-${escape(name)}"><h3>${escape(name)}</h3>
${schema.description === undefined ? '' : `<p>${renderWords(schema.description)}</p>`}
${renderFields(schema)}${fold('The whole schema', schema)}</section>`;
}

/** A link to a schema that has a name; of another one its fields in words. */
export function renderShort(schema: Schema | undefined): string {
  if (schema === undefined || schema.type === 'null') return '';
  const word = wordFor(schema);
  return schema.properties === undefined ? word : `${word}${renderFields(schema)}`;
}

function renderFields({ properties = {}, required = [] }: Schema): string {
  const rows = Object.entries(properties).map(([name, field]) => {
    const needed = required.includes(name) ? '' : ' <small>may be missing</small>';
    return `<tr><td><code>${escape(name)}</code>${needed}</td><td>${wordFor(field)}</td><td>${renderWords(field.description ?? '')}</td></tr>`;
  });
  return rows.length === 0 ? '' : `<table>${rows.join('')}</table>`;
}

const words: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  null: 'null',
};

function wordFor(schema: Schema): string {
  const { $ref, items, anyOf, allOf, properties, type } = schema;
  const name = $ref?.split('/').at(-1);
  if (name !== undefined) return `<a href="#schema-${escape(name)}">${escape(name)}</a>`;
  if (items !== undefined) return `list of ${wordFor(items)}`;
  const parts = anyOf ?? allOf;
  if (parts !== undefined) return parts.map(wordFor).join(anyOf === undefined ? ', ' : ' or ');
  if (properties !== undefined) return `{ ${Object.keys(properties).map(escape).join(', ')} }`;
  return valuesOf(schema) ?? [type ?? 'object'].flat().map(nameType).join(' or ');
}

/** More would push the other fields off the page. */
const mostValues = 20;

function valuesOf({ enum: values, const: only }: Schema): string | undefined {
  const all = values ?? (only === undefined ? undefined : [only]);
  if (all !== undefined && all.length > mostValues)
    return `one of ${all.length} codes, listed in the whole schema`;
  return all?.map((value) => `<code>${escape(String(value))}</code>`).join(' ');
}

function nameType(type: string): string {
  return words[type] ?? escape(type);
}

function fold(title: string, schema: Schema): string {
  return `<details><summary>${title}</summary><pre tabindex="0">${escape(JSON.stringify(schema, undefined, 2))}</pre></details>`;
}
