import { describe, expect, it } from '@jest/globals';
import { attributeTypes } from '../../src/client/attribute-types';
import { searchAttributes } from '../../src/workflows/messages';
import { interpolate, readCompose, readText } from '../support/compose-file';
import { runScript } from '../support/recorded-command';

/** The script of a one-shot service, with the environment that the compose file gives it. */
function scriptOf(name: string) {
  const {
    command = [],
    volumes = [],
    environment = {},
  } = readCompose('docker-compose.yml').services[name] ?? {};
  expect(command[0]).toBe('sh');
  expect(volumes).toEqual(['./deploy:/deploy:ro']);
  return { path: command[1]?.replace(/^\//, '') ?? '', env: interpolate(environment, {}) };
}

/** Every capital-letter variable that a script reads and does not set itself. */
function readVariables(path: string): readonly string[] {
  const read = [...readText(path).matchAll(/\$\{?([A-Z][A-Z_]+)/g)].map(([, name = '']) => name);
  return [...new Set(read)].sort();
}

describe('the set-up of the namespace', () => {
  const script = { ...scriptOf('temporal-namespace'), command: 'temporal' };
  const namespaceMissing = 'case "$*" in *"namespace describe"*) exit 1;; esac';

  it('is given every variable that it reads', () => {
    expect(Object.keys(script.env)).toEqual(
      expect.arrayContaining([...readVariables(script.path)]),
    );
  });

  it('registers exactly the attributes that an order sets, each with its type', () => {
    const { calls, exitCode } = runScript(script);
    expect(exitCode).toBe(0);
    const [create = ''] = calls.filter((call) => call.includes('search-attribute create'));
    expect(create).toContain('--namespace default ');
    const registered = [...create.matchAll(/--name (\S+ --type \S+)/g)].map(([, text]) => text);
    const wanted = Object.values(searchAttributes).map(
      ({ name, type }) => `${name} --type ${attributeTypes[type].name}`,
    );
    expect(registered).toHaveLength(wanted.length);
    expect(new Set(registered)).toEqual(new Set(wanted));
  });

  it('creates the namespace with its retention when it is not there', () => {
    const { calls } = runScript({ ...script, behaviour: namespaceMissing });
    expect(calls).toContain('operator namespace create --namespace default --retention 2160h');
  });

  it('leaves a namespace that is there as it is', () => {
    const { calls } = runScript(script);
    expect(calls.filter((call) => call.includes('namespace create'))).toEqual([]);
  });

  it.each(['namespace create', 'search-attribute create'])(
    'fails when %s fails, so that no worker starts',
    (step) => {
      const fails = `case "$*" in *"${step}"*) exit 1;; esac`;
      const { exitCode } = runScript({ ...script, behaviour: `${namespaceMissing}\n${fails}` });
      expect(exitCode).not.toBe(0);
    },
  );

  it.each(['operator cluster health', 'operator search-attribute list'])(
    'asks again when %s is refused at first, as by a server that has just started',
    (question) => {
      const refusedOnce = `case "$*" in *"${question}"*) [ "$(grep -c "${question}" "$CALLS")" -gt 1 ];; esac`;
      const { calls, exitCode } = runScript({ ...script, behaviour: refusedOnce });
      expect(exitCode).toBe(0);
      expect(calls.filter((call) => call.startsWith(question))).toHaveLength(2);
    },
  );

  it('registers nothing before the new namespace is known', () => {
    const { calls } = runScript({ ...script, behaviour: namespaceMissing });
    const steps = calls.map((call) => call.split(' ').slice(0, 3).join(' '));
    expect(steps).toEqual([
      'operator cluster health',
      'operator namespace describe',
      'operator namespace create',
      'operator search-attribute list',
      'operator search-attribute create',
    ]);
  });
});

describe('the set-up of the schema', () => {
  const script = { ...scriptOf('temporal-schema'), command: 'temporal-sql-tool' };

  it('brings both databases from nothing to the version of the image', () => {
    const { calls, exitCode } = runScript(script);
    expect(exitCode).toBe(0);
    expect(calls).toEqual([
      '--db temporal create',
      '--db temporal setup-schema --version 0.0',
      '--db temporal update-schema --schema-name postgresql/v12/temporal',
      '--db temporal_visibility create',
      '--db temporal_visibility setup-schema --version 0.0',
      '--db temporal_visibility update-schema --schema-name postgresql/v12/visibility',
    ]);
  });

  it('is given what the tool reads from the environment, besides the name of the database', () => {
    expect(Object.keys(script.env).sort()).toEqual(
      ['SQL_HOST', 'SQL_PASSWORD', 'SQL_PLUGIN', 'SQL_PORT', 'SQL_USER'].sort(),
    );
  });

  it.each(['create', 'setup-schema', 'update-schema'])(
    'stops where %s fails, so that no server starts on half a schema',
    (step) => {
      const behaviour = `case "$*" in *"${step}"*) exit 1;; esac`;
      const { calls, exitCode } = runScript({ ...script, behaviour });
      expect(exitCode).not.toBe(0);
      expect(calls.at(-1)).toContain(step);
    },
  );
});
