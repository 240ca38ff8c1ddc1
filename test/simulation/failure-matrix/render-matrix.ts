import { rows } from './cells';
import { expectedCells, expectedRow } from './expected';
import type { ExpectedRow } from './expected';
import { faults } from './faults';
import type { Fault } from './faults';
import { sayFate } from './say-fate';
import { stories } from './stories';
import { groups } from './targets';
import type { Target } from './targets';

function introduction(): string {
  const plots = Object.entries(stories).map(([name, { words }]) => `- **${name}**: ${words}`);
  return `# What happens when a request fails

Every request that an order sends to Dintero, and every way in which it can fail: ${expectedCells.length} cases. Each is a test that plays the life of an
order with the real workflow, the real activities and the real client against the sandbox, on a virtual clock, and each is judged by the ledger of the
sandbox: money moved at most once for each operation, what moved is recorded once, Checkout, Orders and the order's own state agree at the end, nothing
stays reserved for an order that has ended (but for an authorization that a person chose to let lapse), and no workflow task failed.

This page is written by \`npm run failure-matrix\` from the data of the tests in \`test/simulation/failure-matrix\`; a test holds the page and the data together.

How to read it:

- **once**: one request meets the fault. **For 12 minutes**: each one does, from the first on. **Until mended**: each one does, until a person has mended the
  cause, two hours after the order has asked for one, and then decides; every choice that an honest person has is a case of its own.
- **as usual**: the order ends as it does without the fault. **At most … later**: so much later than without it; after a decision, counted from there.
- **says … meanwhile**: \`needsAttention\` shows that code for a while, and the order goes on by itself. **Waits for a person**: it goes on trying, slowly, and ends
  only when the cause is mended or somebody decides.
- **sent … more**: that many more requests of the kind than without the fault. The money moves once all the same.

Durations are those of the default configuration. The stories:

${plots.join('\n')}
`;
}

export function renderMatrix(): string {
  const sections = Object.entries(groups).map(
    ([group, targets]) =>
      `## ${group}\n\n${Object.entries(targets)
        .map(([name, target]) => renderTarget(name, target))
        .join('\n\n')}`,
  );
  return `${introduction()}\n${sections.join('\n\n')}\n`;
}

function renderTarget(name: string, target: Target): string {
  const { endpoint, words, activity, story } = target;
  const place = words ?? (activity === undefined ? undefined : `in \`${activity}\``);
  const title = `### \`${endpoint}\`${place === undefined ? '' : `, ${place}`}`;
  const table = [
    '| fault | once | for 12 minutes | until mended |',
    '| --- | --- | --- | --- |',
    ...mergeAlike(name).map(([cells, words_]) => `| ${words_.join('; ')} | ${cells} |`),
  ];
  return `${title}\n\nStory: ${story}.\n\n${table.join('\n')}`;
}

/** Faults that an order takes alike share a line. */
function mergeAlike(name: string): readonly (readonly [string, readonly string[]])[] {
  const lines = new Map<string, string[]>();
  for (const row of rows.filter(({ target }) => target === name)) {
    const cells = sayCells(expectedRow(row));
    const fault: Fault = faults[row.fault];
    lines.set(cells, [...(lines.get(cells) ?? []), fault.words]);
  }
  return [...lines];
}

function sayCells(expected: ExpectedRow): string {
  const said = (cell: string) => {
    const fate = expected[cell];
    return fate === undefined ? '–' : sayFate(fate);
  };
  const decisions = Object.keys(expected)
    .filter((cell) => cell.startsWith('lasting, '))
    .map((cell) => `\`${cell.slice('lasting, '.length)}\`: ${said(cell)}`);
  return [said('first'), said('while'), [said('lasting'), ...decisions].join('. ')].join(' | ');
}
