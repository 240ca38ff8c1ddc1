import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { sandboxCallbackSecret, sandboxClient } from '../../sandbox/credentials';
import { createSwitchBoard, describeSwitches } from '../../sandbox/engine/switches';
import { faultKinds } from '../../sandbox/faults/fault-definition';
import { endpointNames } from '../../sandbox/provider-endpoints';

const guide = readFileSync(join(__dirname, '..', '..', 'docs', 'sandbox.md'), 'utf8');

/** The first cells of a table's rows, without their code marks. */
const rows = new Map(
  guide
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => {
      const [, name = '', ...cells] = line.split('|').map((cell) => cell.trim());
      return [name.replaceAll('`', ''), cells] as const;
    }),
);

describe('docs/sandbox.md', () => {
  it.each(Object.entries(describeSwitches(createSwitchBoard().values)))(
    'has the switch %s with its default and its meaning',
    (name, { default: value, meaning }) => {
      expect(rows.get(name)?.[0]).toBe(`\`${String(value)}\``);
      expect(rows.get(name)).toContain(meaning);
    },
  );

  it.each(faultKinds)('has the fault %s', (kind) => {
    expect(rows.has(kind)).toBe(true);
  });

  it.each(endpointNames)('names the endpoint %s', (name) => {
    expect(guide).toContain(`\`${name}\``);
  });

  it('has the credentials', () => {
    const { accountId, clientId, clientSecret } = sandboxClient;
    for (const text of [accountId, clientId, clientSecret, sandboxCallbackSecret])
      expect(guide).toContain(text);
  });
});
