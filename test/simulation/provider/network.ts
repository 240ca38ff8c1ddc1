import type { SandboxEngine } from '../../../sandbox/engine/create-engine';
import type { ProviderCall } from '../../../sandbox/engine/serving';
import type { ProviderAnswer } from '../../../sandbox/faults/meet-fault';
import { isReadEndpoint, providerEndpoints } from '../../../sandbox/provider-endpoints';
import type { EndpointName } from '../../../sandbox/provider-endpoints';
import type { Draw, Draws } from '../draws';
import type { Story } from '../story/story';
import type { VirtualTime } from '../virtual-time';
import { currentAttempt } from '../workers/process';
import type { Attempt } from '../workers/process';
import { drawMishap } from './mishap';
import type { Mishap, MishapOptions } from './mishap';
import { routeRequest } from './route-request';

export interface NetworkOptions extends MishapOptions {
  readonly time: VirtualTime;
  readonly draws: Draws;
  readonly story: Story;
  readonly engine: SandboxEngine;
  /** Whether an API is out of service at this moment, and how. */
  outage(api: 'checkout' | 'orders' | 'auth'): 'none' | 'cut' | 503;
  /** No mishaps any more. */
  isCalm(): boolean;
  /** Decides about each request in the place of chance. */
  readonly planned?: (endpoint: EndpointName, activityType: string) => Mishap | undefined;
  /** A point at which the worker may die or stand still. */
  trouble(attempt: Attempt, where: string): void;
}

interface RequestOptions {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

export interface Answered {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: { text(): Promise<string> };
}

/** How far from its deadline an attempt sends nothing more: the product's allowance for clocks that differ. */
const attemptAllowanceMs = 2_000;

/** The way between a worker and the provider, in the shape of the HTTP library that the client uses. */
export class Network {
  private readonly options: NetworkOptions;

  constructor(options: NetworkOptions) {
    this.options = options;
  }

  /** @param unconnected what the client makes of a connection that does not come about */
  request(
    url: string,
    sent: RequestOptions,
    unconnected: (error: Error) => unknown,
  ): Promise<Answered> {
    const attempt = currentAttempt.getStore();
    if (attempt === undefined) throw new Error('a request was sent outside of an attempt');
    const call = routeRequest({ url, ...sent, body: sent.body });
    return new Promise((resolve, reject) => {
      const caller = { attempt, signal: sent.signal, resolve, reject, unconnected };
      new Exchange(this.options, caller, call).begin();
    });
  }
}

interface Caller {
  readonly attempt: Attempt;
  readonly signal: AbortSignal;
  resolve(answer: Answered): void;
  reject(error: unknown): void;
  unconnected(error: Error): unknown;
}

/** One request, from its sending to its effect, whoever still waits for it. */
class Exchange {
  private readonly options: NetworkOptions;
  private readonly caller: Caller;
  private readonly attempt: Attempt;
  private readonly call: ProviderCall;
  private readonly draw: Draw;
  private readonly mishap: Mishap | undefined;
  private isHeard = false;
  private isGivenUp = false;

  constructor(options: NetworkOptions, caller: Caller, call: ProviderCall) {
    this.options = options;
    this.caller = caller;
    this.attempt = caller.attempt;
    this.call = call;
    const { attempt } = caller;
    const { name, draw } = options.draws.next(`${attempt.order}/${call.endpoint}`);
    this.draw = draw;
    this.mishap = this.drawMishap(name);
  }

  begin(): void {
    const { time } = this.options;
    const { endpoint } = this.call;
    if (this.mishap !== undefined) this.tell(`sends ${endpoint} (${this.mishap.what})`);
    else if (!isReadEndpoint(endpoint)) this.tell(`sends ${endpoint}`);
    this.caller.signal.addEventListener('abort', () => this.abort(), { once: true });
    this.attempt.process.onEnd(() => this.giveUp());
    const { way, lateMs } = this.mishap ?? {};
    const wayMs = this.draw.whole(4, 40);
    if (way === undefined || way === 'unheard') time.schedule(wayMs, () => this.arrive());
    else if (way === 'stuck') time.schedule(this.deadlineMs() - time.now(), () => this.giveUp());
    else time.schedule(wayMs, () => this.breakOff(way, lateMs));
    this.options.trouble(this.attempt, 'sent');
  }

  private breakOff(way: 'unsent' | 'cut' | 'late', lateMs = 0): void {
    const error =
      way === 'unsent' ? this.caller.unconnected(broken('ECONNREFUSED')) : broken('ECONNRESET');
    this.hear(() => this.caller.reject(error));
    if (way === 'late') this.options.time.schedule(lateMs, () => this.arrive());
  }

  /** After this moment nobody waits for an answer, whatever state the worker is in. */
  private deadlineMs(): number {
    const { currentAttemptScheduledTimestampMs, startToCloseTimeoutMs } = this.attempt.info;
    return currentAttemptScheduledTimestampMs + startToCloseTimeoutMs - attemptAllowanceMs;
  }

  private drawMishap(name: string): Mishap | undefined {
    const { draws, isCalm, planned } = this.options;
    if (planned !== undefined) return planned(this.call.endpoint, this.attempt.activityType);
    if (isCalm()) return undefined;
    const mishap = drawMishap(this.call.endpoint, this.draw, this.options);
    if (mishap === undefined) return undefined;
    const kind = mishap.way ?? String(mishap.fault?.['kind']);
    return draws.inject(name, kind) ? mishap : undefined;
  }

  private tell(what: string): void {
    const { order, process } = this.attempt;
    this.options.story.tell(order, `${process.name}: ${what}`);
  }

  /** The caller waits no longer; the request may still be on its way. */
  private giveUp(): void {
    if (this.isGivenUp || this.isHeard) return;
    this.isGivenUp = true;
    const { way, lateMs = 0 } = this.mishap ?? {};
    if (way === 'stuck') this.options.time.schedule(lateMs, () => this.arrive());
  }

  private abort(): void {
    this.giveUp();
    this.hear(() => this.caller.reject(this.caller.signal.reason));
  }

  private arrive(): void {
    const { engine } = this.options;
    const outage = this.options.outage(providerEndpoints[this.call.endpoint].api);
    if (outage === 'cut') return this.answerLater({ kind: 'cut' });
    const fault = outage === 503 ? { kind: 'down' } : this.mishap?.fault;
    if (fault !== undefined)
      engine.faults.add({ ...fault, endpoint: this.call.endpoint, times: 1 });
    const asked = engine.exchange(this.call);
    engine.faults.clear();
    asked.then(
      (answer) => this.answerLater(answer),
      (error: unknown) => {
        this.tell(`the sandbox broke: ${String(error)}`);
        throw error;
      },
    );
    if (this.mishap?.lateMs !== undefined) this.tell(`${this.call.endpoint} arrives late`);
  }

  private answerLater(answer: ProviderAnswer): void {
    const isLost = this.mishap?.way === 'unheard' || answer.kind === 'cut';
    const heard = isLost
      ? () => this.caller.reject(broken('ECONNRESET'))
      : () => this.caller.resolve(toAnswered(answer));
    this.options.trouble(this.attempt, 'applied');
    this.options.time.schedule(this.draw.whole(4, 40), () => this.hear(heard));
  }

  /** The first thing that the caller hears is the only one. */
  private hear(act: () => void): void {
    this.attempt.process.deliver('io', () => {
      if (this.isHeard) return;
      this.isHeard = true;
      act();
    });
  }
}

function broken(code: string): Error {
  return Object.assign(new Error(code), { code });
}

function toAnswered(answer: Extract<ProviderAnswer, { kind: 'answer' }>): Answered {
  const { status, headers, text } = answer;
  return { statusCode: status, headers, body: { text: () => Promise.resolve(text) } };
}
