import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { attentionCodes, ownMetrics } from '../../src/observe/metrics';
import { tracedAttributes } from '../../src/tracing/scrub-spans';
import { filesBelow, read, root } from './source-tree';

interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

function rulesOf(path: string): readonly Rule[] {
  const { groups } = parse(read(path)) as {
    readonly groups: readonly { readonly rules: readonly Rule[] }[];
  };
  return groups.flatMap(({ rules }) => rules);
}

const recordings = rulesOf('deploy/prometheus/recording-rules.yml');
const alerts = rulesOf('deploy/prometheus/alerts.yml');
const alertNames = alerts.map(({ alert }) => alert ?? '');

const dashboard = JSON.parse(read('deploy/grafana/dashboard.json')) as {
  readonly panels: readonly {
    readonly id: number;
    readonly gridPos: { readonly x: number; readonly y: number };
    readonly targets: readonly { readonly expr: string }[];
  }[];
};

const expressions = [
  ...[...recordings, ...alerts].map(({ record, alert, expr }) => [record ?? alert ?? '', expr]),
  ...dashboard.panels.flatMap(({ id, targets }) =>
    targets.map(({ expr }) => [`panel ${id}`, expr] as const),
  ),
] as readonly (readonly [string, string])[];

/** Of the HTTP service, as its code spells them. */
const serverMetrics = [...read('src/http/http-metrics.ts').matchAll(/name: '(order_saga_\w+)'/g)];
/** Of Temporal's own what the page about it lists; the test of a real worker sees which of them there are. */
const temporalMetrics = [...read('docs/observability.md').matchAll(/^\| `(temporal_\w+)`/gm)];
const namesOf = (matches: readonly RegExpExecArray[]) => matches.map(([, name]) => name ?? '');

const exported = new Set([
  ...ownMetrics.map(({ name }) => name),
  ...namesOf(serverMetrics),
  ...namesOf(temporalMetrics),
  ...recordings.map(({ record }) => record ?? ''),
]);

/** A histogram is asked by the names of its parts. */
const metricOf = (name: string) =>
  exported.has(name) ? name : name.replace(/_(?:bucket|sum|count)$/, '');

const metricsIn = (expr: string) =>
  [...expr.matchAll(/\b(?:order_saga|temporal)[_:][\w:]+/g)].map(([name]) => metricOf(name));

describe('what Prometheus and Grafana are asked for', () => {
  test.each(expressions)('is exported by one of the programs: %s', (_what, expr) => {
    const names = metricsIn(expr);
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !exported.has(name))).toEqual([]);
  });

  test.each(expressions)('names only labels and matters that there are: %s', (_what, expr) => {
    const own = ownMetrics.filter(({ name }) => metricsIn(expr).includes(name));
    const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) =>
      list.split(',').map((label) => label.trim()),
    );
    if (own.length > 0) {
      const known = [...own.flatMap(({ labels }) => labels), 'le'];
      expect(grouped.filter((label) => !(known as readonly string[]).includes(label))).toEqual([]);
    }
    const codes = [...expr.matchAll(/\bcode="(\w+)"/g)].map(([, code]) => code ?? '');
    expect(codes.filter((code) => !attentionCodes.some((known) => known === code))).toEqual([]);
  });

  test('of callbacks, are results that the HTTP service knows', () => {
    const { expr } = alerts.find(({ alert }) => alert === 'CallbacksRefused') as Rule;
    const [, list = ''] = /result=~"([^"]*)"/.exec(expr) ?? [];
    const source = read('src/http/http-metrics.ts');
    expect(list.split('|').length).toBeGreaterThan(3);
    expect(list.split('|').filter((result) => !source.includes(`'${result}'`))).toEqual([]);
  });

  test('uses every recording', () => {
    const used = new Set(expressions.flatMap(([, expr]) => metricsIn(expr)));
    expect(recordings.filter(({ record = '' }) => !used.has(record))).toEqual([]);
  });

  test('has no two panels with one id or in one place', () => {
    const places = dashboard.panels.map(({ id, gridPos }) => [id, `${gridPos.x}/${gridPos.y}`]);
    for (const index of [0, 1])
      expect(new Set(places.map((place) => place[index])).size).toBe(dashboard.panels.length);
  });
});

describe('the page about what can be seen', () => {
  const page = read('docs/observability.md');

  test('lists every metric of the worker with its unit, its labels and its meaning', () => {
    const rows = page.split('\n').map((row) => row.split('|').map((cell) => cell.trim()));
    for (const { name, kind, unit, labels, meaning } of ownMetrics) {
      const shown = labels.map((label) => `\`${label}\``).join(', ') || '–';
      expect(rows).toContainEqual(['', `\`${name}\``, kind, unit, shown, meaning, '']);
    }
  });

  test('lists every attribute that a span may have, and no other', () => {
    const [, traces = ''] = page.split('## Traces');
    const listed = [
      ...traces.matchAll(/`((?:temporal[A-Z]|run_id|order_saga\.|http\.|url\.|error\.)[\w.]*)`/g),
    ];
    expect(new Set(namesOf(listed))).toEqual(new Set(tracedAttributes));
  });

  test('lists every metric of the HTTP service, and none that is not there', () => {
    const listed = [...page.matchAll(/^\| `(order_saga_\w+)`/gm)].map(([, name]) => name ?? '');
    expect(new Set(listed)).toEqual(
      new Set([...ownMetrics.map(({ name }) => name), ...namesOf(serverMetrics)]),
    );
  });
});

describe('the runbook', () => {
  const sections = read('docs/runbook.md')
    .split(/^### /m)
    .slice(1)
    .map((text) => [text.split('\n')[0] ?? '', text.split(/^## /m)[0] ?? ''] as const);
  const [, failedTask = ''] =
    /new Error\('([^:']+):/.exec(read('src/workflows/interceptors.ts')) ?? [];

  test('has a section for each alert, each matter and the task that is done again, and no other one', () => {
    expect(failedTask).not.toBe('');
    expect(sections.map(([title]) => title).sort()).toEqual(
      [...alertNames, ...attentionCodes, failedTask].sort(),
    );
  });

  test.each(sections)(
    'says of %s what it means, where to look, what to type and when it is over',
    (_title, text) => {
      const marks = [...text.matchAll(/^- \*\*(\w+)\*\*: (.+)/gm)].map(([, mark]) => mark);
      expect(marks).toEqual(['Means', 'Look', 'Type', 'Over']);
    },
  );

  test.each(sections)('has for %s only commands and choices that there are', (_title, text) => {
    const sources = filesBelow('src/cli', '.ts').map(read).join('\n');
    const named = [...sources.matchAll(/\bcommand\('([a-z]+)'/g)].map(([, name]) => name);
    expect(named).toContain('resolve');
    const commands = [...named, 'capture', 'refund', 'cancel'];
    const typed = [...text.matchAll(/\bordersaga ([a-z]+)(?: ORDER ([a-z_]+))?/g)];
    const [, choices = ''] =
      /type AttentionChoice =([^;]*);/.exec(read('src/domain/attention.ts')) ?? [];
    for (const [, command, choice] of typed) {
      expect(commands).toContain(command);
      if (choice !== undefined) expect(choices).toContain(`'${choice}'`);
    }
  });

  test.each(alerts.map((rule) => [rule.alert ?? '', rule] as const))(
    'is where the alert %s leads, which says how grave it is',
    (name, { labels, annotations }) => {
      expect(annotations?.['runbook']).toBe(`docs/runbook.md#${name.toLowerCase()}`);
      expect(annotations?.['summary']).toBeTruthy();
      expect(['warning', 'critical']).toContain(labels?.['severity']);
    },
  );
});

interface RuleTest {
  readonly alert_rule_test?: readonly {
    readonly alertname: string;
    readonly exp_alerts: readonly unknown[];
  }[];
}

const promtool = process.env['PROMTOOL_PATH'] ?? 'promtool';
const hasPromtool = spawnSync(promtool, ['--version'], { timeout: 10_000 }).status === 0;
const pathTo = (name: string) => join(root, 'deploy/prometheus', name);
const run = (...args: readonly string[]) =>
  execFileSync(promtool, args, { encoding: 'utf8', timeout: 20_000 });

describe('the tests of the rules', () => {
  test('make every alert fire', () => {
    const { tests } = parse(read('deploy/prometheus/rules.test.yml')) as {
      readonly tests: readonly RuleTest[];
    };
    const fired = tests
      .flatMap(({ alert_rule_test: all = [] }) => all)
      .filter(({ exp_alerts: expected }) => expected.length > 0)
      .map(({ alertname }) => alertname);
    expect([...new Set(fired)].sort()).toEqual([...alertNames].sort());
  });

  test('pass, where promtool is there to run them; where it is not, that is said', () => {
    if (!hasPromtool) {
      console.warn('promtool is not on the path nor at PROMTOOL_PATH: no rule was evaluated');
      return;
    }
    expect(run('check', 'rules', pathTo('alerts.yml'), pathTo('recording-rules.yml'))).toContain(
      'SUCCESS',
    );
    expect(run('test', 'rules', pathTo('rules.test.yml'))).toContain('SUCCESS');
  });
});
