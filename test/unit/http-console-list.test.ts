import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openConsoleShop } from '../support/console-shop';
import type { ConsoleShop } from '../support/console-shop';

let shop: ConsoleShop;

beforeEach(async () => {
  shop = await openConsoleShop();
});

afterEach(() => shop.close());

describe('the list', () => {
  test('when orders need a person, they come first, and once', async () => {
    const { body } = await shop.visit().get('/console');
    const references = [...body.matchAll(/href="\/console\/orders\/([^"]*)"/g)].map(
      ([, name]) => name,
    );
    expect(references).toEqual(['web-2', 'web-1']);
    expect(body).toMatch(/<caption>\s*Needs attention\s*<\/caption>/);
    expect(body).toContain('data-news="One order needs attention."');
    expect(body).toContain('1\u202F000.00\u00A0NOK');
  });

  test('when it is searched and filtered, both hold, also for what comes by itself and for the next page', async () => {
    const visitor = shop.visit();
    const { body } = await visitor.get('/console?search=web-&status=authorized');
    const wanted = { status: 'authorized', referencePrefix: 'web-' };
    expect(shop.listed).toEqual([
      { ...wanted, needsAttention: true, limit: 100 },
      { ...wanted, limit: 50 },
    ]);
    expect(body).toContain('data-source="/console/live?search=web-&amp;status=authorized"');
    expect(body).toMatch(/<option value="authorized" selected>/);
    const [, next = ''] = /id="next-page"\s+href="([^"]*)"/.exec(body) ?? [];
    await visitor.get(next.replaceAll('&amp;', '&'));
    expect(shop.listed.slice(2)).toEqual([{ ...wanted, limit: 50, cursor: 'next' }]);
  });

  test('when the reference cannot be one, says how to write it, and keeps what was typed', async () => {
    const { status, body } = await shop
      .visit()
      .get(`/console?search=${encodeURIComponent(`a' OR "1`)}`);
    expect(status).toBe(200);
    expect(body).toMatch(/value="a&#39; OR &quot;1"[^>]*aria-invalid="true"/);
    expect(body).toContain('Write the beginning of a reference');
    expect(shop.listed).toEqual([]);
  });

  test('when many look at all orders at once, they are read once', async () => {
    const visitor = shop.visit();
    await Promise.all([1, 2, 3].map(() => visitor.get('/console/live')));
    expect(shop.listed).toHaveLength(2);
  });
});
