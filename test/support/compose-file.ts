import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export const root = join(__dirname, '..', '..');

export type Condition = 'service_started' | 'service_healthy' | 'service_completed_successfully';

/** A service as it stands in the file; every key that is not here would be one that the test does not know. */
export interface Service {
  readonly image?: string;
  readonly build?: { readonly context: string; readonly target: string };
  readonly command?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly network_mode?: string | null;
  readonly depends_on?: Readonly<
    Record<string, { readonly condition: Condition; readonly restart?: boolean }>
  >;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly restart?: string;
  readonly stop_grace_period?: string;
  readonly profiles?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly cap_drop?: readonly string[];
  readonly read_only?: boolean;
}

export interface ComposeFile {
  readonly name?: string;
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
}

/** Compose's own marks for what an overlay takes away or puts in the place of what stood there. */
const overlayMarks = [
  { tag: '!reset', resolve: () => null },
  { tag: '!override', collection: 'map' as const },
];

export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** @throws Error where the text is not sound YAML or repeats a key. */
export function readCompose(path: string): ComposeFile {
  return parse(readText(path), {
    merge: true,
    strict: true,
    customTags: overlayMarks,
  }) as ComposeFile;
}

/** Fills in `${NAME}`, `${NAME:-default}` and `${NAME:?message}` as Compose does. */
export function interpolate(
  values: Readonly<Record<string, string>>,
  env: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      value.replace(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_whole, variable: string, kind, rest) => {
        const given = env[variable];
        if (given !== undefined && given !== '') return given;
        if (kind === '?') throw new Error(`${variable} is missing: ${String(rest)}`);
        return String(rest ?? '');
      }),
    ]),
  );
}
