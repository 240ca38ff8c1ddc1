import { describe, expect, test } from '@jest/globals';
import { loadClientConfig } from '../../src/config';
import { openTracing } from '../../src/open-tracing';
import type { ConfigFault } from '../../src/read-environment';
import { readTracing } from '../../src/read-tracing';

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };

function read(env: Readonly<Record<string, string>>) {
  const faults: ConfigFault[] = [];
  return { config: readTracing(env, faults), faults };
}

describe('traces', () => {
  test('when it is said where to, are sent as protobuf unless JSON is asked for', () => {
    expect(read(endpoint)).toEqual({ config: { protocol: 'http/protobuf' }, faults: [] });
    const json = { ...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json' };
    expect(read(json)).toEqual({ config: { protocol: 'http/json' }, faults: [] });
  });

  test.each([
    ['no endpoint is set, whatever is beside', { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }],
    ['the endpoint is empty', { OTEL_EXPORTER_OTLP_ENDPOINT: ' ' }],
    ['the exporter is none', { ...endpoint, OTEL_TRACES_EXPORTER: 'none' }],
    ['OpenTelemetry is disabled', { ...endpoint, OTEL_SDK_DISABLED: 'true' }],
  ])('when %s, are not made', async (_case, env) => {
    expect(read(env)).toEqual({ config: undefined, faults: [] });
    expect(await openTracing(env, 'order-worker', () => undefined)).toBeUndefined();
  });

  test('when they are wanted in a way that there is not, are refused by variable and remedy', () => {
    const env = { ...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' };
    expect(read(env).faults).toEqual([
      { variable: 'OTEL_EXPORTER_OTLP_PROTOCOL', remedy: 'write http/protobuf or http/json' },
    ]);
    expect(() => loadClientConfig(env)).toThrow('OTEL_EXPORTER_OTLP_PROTOCOL: write http/protobuf');
  });
});
