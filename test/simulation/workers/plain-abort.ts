type Listener = () => void;

/**
 * An abort signal without the machinery of events, which every request of a simulation would set up anew: as much of it as
 * the product and the network between it and the provider use.
 */
class PlainAbortSignal {
  aborted = false;
  reason: unknown;
  private readonly listeners = new Set<Listener>();

  addEventListener(_name: 'abort', listener: Listener): void {
    this.listeners.add(listener);
  }

  removeEventListener(_name: 'abort', listener: Listener): void {
    this.listeners.delete(listener);
  }

  abort(reason: unknown): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    const listeners = [...this.listeners];
    this.listeners.clear();
    for (const listener of listeners) listener();
  }
}

/** In the place of Node's own class. */
export class PlainAbortController {
  readonly signal: AbortSignal;
  private readonly plain = new PlainAbortSignal();

  constructor() {
    this.signal = this.plain as unknown as AbortSignal;
  }

  abort(reason: unknown): void {
    this.plain.abort(reason);
  }
}

/** A signal that aborts with the first of the others. */
export function anyOf(signals: readonly AbortSignal[]): AbortSignal {
  const joined = new PlainAbortController();
  for (const signal of signals) {
    if (signal.aborted) joined.abort(signal.reason);
    else signal.addEventListener('abort', () => joined.abort(signal.reason), { once: true });
  }
  return joined.signal;
}
