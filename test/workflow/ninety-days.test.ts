import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { expectOneStory } from '../support/agreed-stories';
import type { Story } from '../support/order-stories';
import { openSkippingStories } from '../support/skipping-stories';
import type { SkippingStories } from '../support/skipping-stories';
import { on } from '../support/two-line-order';

let stories: SkippingStories;

beforeAll(async () => {
  stories = await openSkippingStories();
});

afterAll(() => stories.close());

const minute = 60_000;
const day = 24 * 60 * minute;
const weeks = 12;

/** Paid and captured; from now on only its customer and the shop have to say something. */
async function delivered(): Promise<Story> {
  const story = await stories.begin();
  story.provider.customerPays();
  await stories.pass(minute);
  await story.until('authorized');
  await story.orders.capture(story.reference, { captureId: 'all' });
  return story;
}

async function eventsOf({ handle }: Story): Promise<number> {
  return ((await handle.fetchHistory()).events ?? []).length;
}

interface Ninety {
  readonly story: Story;
  readonly before: number;
  readonly after: number;
}

/** Something every week, for ninety days. */
async function live(message: (story: Story, week: number) => Promise<void>): Promise<Ninety> {
  const story = await delivered();
  const before = await eventsOf(story);
  for (let week = 1; week <= weeks; week += 1) {
    await stories.pass(7 * day);
    await message(story, week);
  }
  await stories.pass(90 * day - weeks * 7 * day - minute);
  expect((await story.handle.describe()).status.name).toBe('RUNNING');
  return { story, before, after: await eventsOf(story) };
}

/** Of a weekly message and of all that follows from it. */
function eventsPerWeek({ before, after }: Ninety): number {
  return (after - before) / weeks;
}

// The figures stand in ARCHITECTURE.md.
const mostForRefund = 27;
const mostForNotice = 4;
const mostForReconcile = 13;
const mostInAll = 390;

test(`when a part is returned every week for ninety days, each costs at most ${mostForRefund} events, and the order at most ${mostInAll}`, async () => {
  const ninety = await live(async (story, week) => {
    const refund = { refundId: `return-${week}`, lines: [on(1, 100)] };
    await story.handle.signal('refund', refund);
    await story.operation(refund.refundId, 'recorded');
  });
  console.info(
    `a weekly refund: ${ninety.before} events before, ${ninety.after} after ninety days`,
  );
  expect(eventsPerWeek(ninety)).toBeLessThanOrEqual(mostForRefund);
  expect(ninety.after).toBeLessThanOrEqual(mostInAll);
  const state = await ninety.story.state();
  expect(state.amounts.refunded).toBe(weeks * 100);
  expectOneStory(ninety.story, state);
});

test(`when a notice that means nothing comes every week, each costs at most ${mostForNotice} events`, async () => {
  const ninety = await live(async ({ handle }) => handle.signal('paymentNotice', {}));
  console.info(
    `a weekly notice: ${ninety.before} events before, ${ninety.after} after ninety days`,
  );
  expect(eventsPerWeek(ninety)).toBeLessThanOrEqual(mostForNotice);
});

test(`when both systems are compared every week, each comparison costs at most ${mostForReconcile} events`, async () => {
  const ninety = await live(async ({ orders, reference }) => {
    await orders.reconcile(reference);
  });
  console.info(`a weekly comparison: ${ninety.before} events before, ${ninety.after} after`);
  expect(eventsPerWeek(ninety)).toBeLessThanOrEqual(mostForReconcile);
});

test('when nobody says anything for ninety days, the order adds no event, and it completes then with its final state', async () => {
  const story = await delivered();
  const before = await eventsOf(story);
  await stories.pass(89 * day);
  expect(await eventsOf(story)).toBe(before);
  await stories.pass(day + minute);
  expect(await story.end()).toMatchObject({ status: 'captured', needsAttention: null });
});
