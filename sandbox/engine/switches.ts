import { Refusal } from './refusal';
import { switchTable } from './switch-table';
import type { SwitchDefinition } from './switch-table';

type Table = typeof switchTable;
type SwitchName = keyof Table;
export type Switches = {
  [Name in SwitchName]: Table[Name] extends SwitchDefinition<infer Value> ? Value : never;
};

export interface SwitchBoard {
  /** Always the present values: read it again at every use. */
  readonly values: Readonly<Switches>;
  /** @throws Refusal 400, naming the field, and changes nothing then. */
  change(changes: unknown): void;
  reset(): void;
}

const names = Object.keys(switchTable) as SwitchName[];

function defaults(): Switches {
  return Object.fromEntries(names.map((name) => [name, switchTable[name].value])) as Switches;
}

export function createSwitchBoard(): SwitchBoard {
  const values = defaults();
  return {
    values,
    change(changes) {
      Object.assign(values, readSwitches(changes));
    },
    reset() {
      Object.assign(values, defaults());
    },
  };
}

export function describeSwitches(values: Readonly<Switches>) {
  return Object.fromEntries(
    names.map((name) => {
      const { value, allowed, meaning } = switchTable[name];
      return [name, { value: values[name], default: value, allowed, meaning }];
    }),
  );
}

function readSwitches(changes: unknown): Partial<Switches> {
  if (typeof changes !== 'object' || changes === null || Array.isArray(changes))
    throw new Refusal(400, 'switches are an object of names and values', 'BAD SWITCH');
  for (const [name, value] of Object.entries(changes)) checkSwitch(name, value);
  return changes;
}

function checkSwitch(name: string, value: unknown): void {
  if (!Object.hasOwn(switchTable, name))
    throw new Refusal(400, `${name} is no switch`, 'BAD SWITCH', name);
  const { allowed }: SwitchDefinition = switchTable[name as SwitchName];
  if (isAllowed(allowed, value)) return;
  const range =
    'min' in allowed ? `a whole number, ${allowed.min} to ${allowed.max}` : allowed.join(', ');
  throw new Refusal(400, `${name} may be: ${range}`, 'BAD SWITCH', name);
}

function isAllowed(allowed: SwitchDefinition['allowed'], value: unknown): boolean {
  if (!('min' in allowed)) return allowed.some((one) => one === value);
  return Number.isInteger(value) && Number(value) >= allowed.min && Number(value) <= allowed.max;
}
