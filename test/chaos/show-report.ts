import type { ChaosReport } from './run-chaos';

/** A report as a person reads it. */
export function showReport(report: ChaosReport): string {
  const { seed, orders, workers, injected, faultShare, seen, wrong, durationMs } = report;
  return [
    `Seed ${seed}: ${orders} orders, ${workers} workers, ${Math.round(durationMs / 1_000)} s.`,
    `${Math.round(100 * faultShare)} % of the requests in the storm met a fault.`,
    ...drawCounts('What was injected, how often', injected),
    ...drawCounts('What was seen', seen),
    ...wrong.flatMap(({ reference, problems, view, ledger, evidence }) => [
      `${reference} is wrong:`,
      ...problems.map((problem) => `  ${problem}`),
      `  state: ${JSON.stringify(view)}`,
      `  ledger: ${JSON.stringify(ledger)}`,
      ...evidence.map((line) => `  Temporal: ${line}`),
    ]),
    wrong.length === 0
      ? `All ${orders} orders tell the ledger's story.`
      : `${wrong.length} of ${orders} orders are wrong.`,
  ].join('\n');
}

function drawCounts(title: string, counts: Readonly<Record<string, number>>): readonly string[] {
  const rows = Object.entries(counts).sort(([left], [right]) => left.localeCompare(right));
  const width = Math.max(title.length, ...rows.map(([name]) => name.length));
  const line = (name: string, count: number) =>
    `  ${name.padEnd(width)} ${String(count).padStart(7)}`;
  return ['', title, ...rows.map(([name, count]) => line(name, count)), ''];
}
