import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { HttpApp } from '../../src/http/build-app';
import { openApp } from '../support/http-app';

let http: HttpApp;
let page = '';

beforeAll(async () => {
  http = await openApp();
  page = (await http.app.inject({ url: '/docs' })).body;
});

afterAll(() => http.close());

describe('the page that describes the service', () => {
  test('when it is opened, begins with orders and ends its routes with what is for machines', () => {
    const ids = [...page.matchAll(/<section class="card" id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids[0]).toBe('post-v1-orders');
    const routes = ids.filter((id) => !id?.startsWith('schema-'));
    expect(routes.slice(-3)).toEqual(['get-livez', 'get-readyz', 'get-metrics']);
  });

  test('when one follows a link within it, there is what it leads to, and every route and schema has one in the index', () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
    for (const link of links) expect(ids).toContain(link);
    const index = page.slice(page.indexOf('<nav'), page.indexOf('</nav>'));
    for (const id of ids) expect(index).toContain(`"#${id}"`);
  });

  test('when a schema is long, its JSON is folded up below its fields', () => {
    const open = page.replaceAll(/<details>.*?<\/details>/gs, '');
    expect(open).not.toContain('<pre');
    expect(open).toContain('list of <a href="#schema-Operation">Operation</a>');
    expect(page).toContain('<summary>The whole schema</summary>');
  });

  test('when a route waits for an answer, what it says of the time after it is among its answers', () => {
    const sections = page.split('<section class="card" id="').slice(1);
    const waiting = sections.filter((section) => section.includes('wait=N'));
    expect(waiting).toHaveLength(6);
    for (const section of waiting) {
      const [, status = 'none'] = /Afterwards \D*(\d{3})/.exec(section) ?? [];
      expect(section).toContain(`<code>${status}</code>`);
    }
  });

  test('when a description names something as it is typed, no backtick is shown', () => {
    expect(page.replaceAll(/<pre.*?<\/pre>/gs, '')).not.toContain('`');
    expect(page).toContain('as <code>GET /v1/orders/{reference}</code> answers it');
  });

  test('when a route names no meaning of an answer, the framework puts in no words of its own', async () => {
    const { body } = await http.app.inject({ url: '/openapi.json' });
    expect(body).not.toContain('Default Response');
    expect(page).not.toContain('Default Response');
    expect(body).toContain('"description":"As asked for."');
  });
});
