import { isReadEndpoint } from '../../../sandbox/provider-endpoints';
import type { EndpointName } from '../../../sandbox/provider-endpoints';
import type { Mishap } from '../provider/mishap';
import { faults, whileMs } from './faults';
import type { FaultName, Span } from './faults';
import type { Target } from './targets';

export interface FaultPlanOptions {
  readonly target: Target;
  readonly fault?: FaultName;
  readonly span: Span;
}

/** Which requests of a story meet the fault. */
export class FaultPlan {
  /** Requests that met it. */
  met = 0;
  /** How often the target was sent, the reads apart. */
  sent = 0;
  isMended = false;
  /** The part of the story that the faults belong to has begun. */
  isArmed = true;
  private isPrepared = false;
  private struckAtMs: number | undefined;
  private readonly options: FaultPlanOptions;
  private readonly now: () => number;

  constructor(options: FaultPlanOptions, now: () => number) {
    this.options = options;
    this.now = now;
  }

  decide(endpoint: EndpointName, activity: string): Mishap | undefined {
    const { target, fault } = this.options;
    const { after } = target;
    if (after !== undefined && !this.isPrepared) {
      if (endpoint !== after.endpoint) return undefined;
      this.isPrepared = true;
      return faults[after.fault].mishap;
    }
    if (!this.isArmed || !isMeant(target, endpoint, activity)) return undefined;
    if (!isReadEndpoint(endpoint)) this.sent += 1;
    if (fault === undefined || !this.strikes()) return undefined;
    this.met += 1;
    return faults[fault].mishap;
  }

  private strikes(): boolean {
    const nowMs = this.now();
    this.struckAtMs ??= nowMs;
    if (this.options.span === 'first') return this.met === 0;
    if (this.options.span === 'while') return nowMs < this.struckAtMs + whileMs;
    return !this.isMended;
  }
}

function isMeant(target: Target, endpoint: EndpointName, activity: string): boolean {
  return (
    endpoint === target.endpoint && (target.activity === undefined || target.activity === activity)
  );
}
