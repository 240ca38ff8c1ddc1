import { tracingVariables } from './environment-variables';
import { readEnvironment } from './read-environment';
import type { ConfigFault, Environment, Values } from './read-environment';

export interface TracingConfig {
  readonly protocol: 'http/protobuf' | 'http/json';
}

/** Nothing where no traces are wanted; what is set beside is not looked at then. */
export function readTracing(env: Environment, faults: ConfigFault[]): TracingConfig | undefined {
  if (!env['OTEL_EXPORTER_OTLP_ENDPOINT']?.trim()) return undefined;
  const before = faults.length;
  const read = readEnvironment(tracingVariables, env, faults);
  if (faults.length > before) return undefined;
  const values = read as Values<typeof tracingVariables>;
  if (values.OTEL_TRACES_EXPORTER === 'none' || values.OTEL_SDK_DISABLED) return undefined;
  return { protocol: values.OTEL_EXPORTER_OTLP_PROTOCOL };
}

export function checkTracing(env: Environment): readonly ConfigFault[] {
  const faults: ConfigFault[] = [];
  readTracing(env, faults);
  return faults;
}
