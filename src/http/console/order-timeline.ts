import type { TimelineRow, TimelineSource } from '../../client/timeline';
import { toneOfOutcome } from '../../domain/tone';
import { showAmount } from './amount-field';
import { sayCode } from './console-words';
import { html } from './html';
import type { Html, HtmlPart } from './html';
import { shownRows } from './order-look';

const sources: Readonly<Record<TimelineSource, string>> = {
  workflow: 'Order',
  provider: 'Dintero',
  operation: 'Operation',
  operator: 'Person',
};

/** Newest first: what happens while one looks comes in at the top. */
export function renderTimeline(
  rows: readonly TimelineRow[] | undefined,
  currency: string | undefined,
): Html {
  return html`<section class="card" aria-labelledby="timeline-title">
    <h2 id="timeline-title">What happened</h2>
    ${
      rows === undefined
        ? html`<p class="hint">The history cannot be read just now.</p>`
        : html`${daysOf(rows).map((day) => renderDay(day, currency))}
          ${
            rows.length >= shownRows &&
            html`<p class="hint">The newest ${shownRows} entries; Temporal has them all.</p>`
          }`
    }
  </section>`;
}

/** What happened again and again, as tries do, is one entry. */
interface Entry {
  readonly row: TimelineRow;
  readonly times: number;
  /** When it happened first. */
  readonly sinceMs: number;
}

interface Day {
  readonly date: string;
  readonly entries: readonly Entry[];
}

function daysOf(rows: readonly TimelineRow[]): readonly Day[] {
  const days = new Map<string, Entry[]>();
  for (const row of rows.toReversed()) {
    const date = new Date(row.atMs).toISOString().slice(0, 10);
    const entries = days.get(date) ?? [];
    days.set(date, entries);
    const index = findRepeated(entries, row);
    const known = entries[index];
    if (known === undefined) entries.push({ row, times: 1, sinceMs: row.atMs });
    else entries[index] = { ...known, times: known.times + 1, sinceMs: row.atMs };
  }
  return [...days].map(([date, entries]) => ({ date, entries }));
}

/** Among the two before it: a try and the pause before the next one follow each other. */
function findRepeated(entries: readonly Entry[], row: TimelineRow): number {
  const alike = (other: TimelineRow | undefined) =>
    other !== undefined &&
    other.source === row.source &&
    other.what === row.what &&
    other.outcome === row.outcome &&
    other.detail === row.detail;
  const { length } = entries;
  return [length - 1, length - 2].find((index) => alike(entries[index]?.row)) ?? -1;
}

function renderDay({ date, entries }: Day, currency: string | undefined): Html {
  return html`<h3 class="day"><time datetime="${date}">${date}</time></h3>
    <ol class="timeline">
      ${entries.map((entry) => renderEntry(entry, currency))}
    </ol>`;
}

function renderEntry({ row, times, sinceMs }: Entry, currency: string | undefined): Html {
  const { source, what, detail } = row;
  return html`<li class="from-${source}">
    ${showSecond(row.atMs)}
    <span class="source">${sources[source]}</span>
    <div class="told">
      <bdi>${what}</bdi> ${renderMoney(row, currency)} ${renderOutcome(row)}
      ${times > 1 && html`<small>${times} times since ${showSecond(sinceMs)}</small>`}
      ${detail !== undefined && html`<small><bdi>${detail}</bdi></small>`}
    </div>
  </li>`;
}

function showSecond(atMs: number): Html {
  const iso = new Date(atMs).toISOString();
  return html`<time datetime="${iso}">${iso.slice(11, 19)}</time>`;
}

/** Not where the words say it already. */
function renderMoney({ amount, what }: TimelineRow, currency: string | undefined): HtmlPart {
  if (amount === undefined || currency === undefined) return undefined;
  const money = showAmount(amount, currency);
  const plain = money.replaceAll('\u202F', '').replaceAll('\u00A0', ' ');
  return !what.includes(plain) && html`<span class="money">${money}</span>`;
}

function renderOutcome({ outcome }: TimelineRow): HtmlPart {
  if (outcome === undefined) return undefined;
  return html`<span class="outcome ${toneOfOutcome(outcome)}">${sayCode(outcome)}</span>`;
}
