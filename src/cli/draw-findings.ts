import { printable } from './draw-table';
import { exitCodes } from './exit-codes';
import type { Finding, FindingLevel } from './findings';
import type { Paint, Tone } from './paint';
import type { Outcome } from './run-command';

const tones: Readonly<Record<FindingLevel, Tone>> = { ok: 'good', warning: 'busy', fault: 'bad' };

/** A line for each thing that was looked at, with what to do below it; 1 when something is at fault. */
export function drawFindings(findings: readonly Finding[], paint: Paint): Outcome {
  const width = Math.max(...findings.map(({ subject }) => subject.length), 0);
  const lines = findings.flatMap(({ subject, level, message, remedy }) => {
    const margin = ' '.repeat(width + 11);
    return [
      `${paint(tones[level], level.padEnd(7))}  ${subject.padEnd(width)}  ${printable(message)}`,
      ...(remedy === undefined ? [] : remedy.split('\n')).map((line) =>
        `${margin}${printable(line)}`.trimEnd(),
      ),
    ];
  });
  const isWell = findings.every(({ level }) => level !== 'fault');
  return {
    document: { ok: isWell, findings },
    text: lines.join('\n'),
    exitCode: isWell ? exitCodes.ok : exitCodes.refused,
  };
}
