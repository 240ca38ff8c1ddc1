import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readCompose, readText, root } from '../support/compose-file';
import { readStages, withAncestors } from '../support/dockerfile';

const stages = readStages('Dockerfile');
const names = stages.map(({ name }) => name);
const ofWord = (stage: string, word: string) =>
  withAncestors(stages, stage)
    .filter((instruction) => instruction.word === word)
    .map(({ rest }) => rest);

/** What a build may see: everything is left out but the entries with an exclamation mark. */
const context = readText('.dockerignore')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

describe('the images', () => {
  it('stand on a pinned Node with glibc, which is new enough', () => {
    const outside = stages.map(({ from }) => from).filter((from) => !names.includes(from));
    const [image = '', ...more] = new Set(outside);
    expect(more).toEqual([]);
    const [, major, minor] = /^node:(\d+)\.(\d+)\.\d+-bookworm-slim$/.exec(image) ?? [];
    const { engines } = JSON.parse(readText('package.json')) as { engines: { node: string } };
    const [, leastMajor, leastMinor] = /^>=(\d+)\.(\d+)$/.exec(engines.node) ?? [];
    expect([Number(major), Number(leastMajor)]).not.toContain(NaN);
    expect(Number(major) * 1_000 + Number(minor)).toBeGreaterThanOrEqual(
      Number(leastMajor) * 1_000 + Number(leastMinor),
    );
  });

  it('are those that the compose file asks for, and the product is what is built without asking', () => {
    const targets = Object.values(readCompose('docker-compose.yml').services).flatMap(
      ({ build }) => (build === undefined ? [] : [build.target]),
    );
    expect([...new Set(targets)].sort()).toEqual(['sandbox', 'worker']);
    expect(names).toEqual(expect.arrayContaining(targets));
    expect(names.at(-1)).toBe('worker');
  });

  it.each(['worker', 'sandbox'])('%s does not run as root', (stage) => {
    expect(ofWord(stage, 'USER').at(-1)).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  });

  it.each(['worker', 'sandbox'])('%s has root certificates', (stage) => {
    expect(ofWord(stage, 'RUN').join('\n')).toContain('ca-certificates');
  });

  it.each([
    ['worker', 'src/worker.ts', 'dist/worker.js'],
    ['sandbox', 'sandbox/main.ts', 'dist/sandbox/main.js'],
  ])('%s runs what %s is compiled to', (stage, source, compiled) => {
    expect(existsSync(join(root, source))).toBe(true);
    expect(ofWord(stage, 'CMD').at(-1)).toBe(`["node", "${compiled}"]`);
  });

  it('worker holds what the HTTP service is compiled to', () => {
    const { command } = readCompose('docker-compose.yml').services['server'] ?? {};
    expect(command).toEqual(['node', 'dist/server.js']);
    expect(existsSync(join(root, 'src/server.ts'))).toBe(true);
  });

  it('worker finds the bundle where the build writes it', () => {
    expect(ofWord('build-worker', 'RUN').join('\n')).toContain(
      'bundle-workflows.cjs dist dist/workflow-bundle.js',
    );
    expect(ofWord('worker', 'WORKDIR')).toEqual(['/app']);
    expect(ofWord('worker', 'ENV')).toContain('WORKFLOW_BUNDLE=/app/dist/workflow-bundle.js');
  });

  it('worker has nothing of the sandbox', () => {
    expect(ofWord('worker', 'COPY').join('\n')).not.toMatch(/sandbox/);
  });
});

describe('the build', () => {
  const copies = stages
    .flatMap(({ instructions }) => instructions)
    .filter(({ word, rest }) => word === 'COPY' && !rest.startsWith('--from='))
    .flatMap(({ rest }) => rest.split(' ').slice(0, -1));

  it.each(copies)('has %s, and sees it', (path) => {
    expect(existsSync(join(root, path))).toBe(true);
    expect(context).toContain(`!${path.split('/')[0]}`);
  });

  it('takes packages and outputs from earlier stages that there are', () => {
    const from = stages
      .flatMap(({ instructions }) => instructions)
      .flatMap(({ rest }) => /^--from=(\S+)/.exec(rest)?.[1] ?? []);
    expect(from.length).toBeGreaterThan(0);
    expect(names).toEqual(expect.arrayContaining(from));
  });

  it.each(['node_modules', '.git', '.env', 'dist', 'test', '.cache'])('never sees %s', (path) => {
    expect(context[0]).toBe('*');
    expect(context).not.toContain(`!${path}`);
  });
});
