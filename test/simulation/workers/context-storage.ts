import { promiseHooks } from 'node:v8';

/** What holds for the code that runs at this moment: the innermost first. */
interface Frame {
  readonly owner: ContextStorage<unknown>;
  readonly value: unknown;
  readonly outer: Frame | undefined;
}

const frameOf = Symbol('frame');
type Carrying = Promise<unknown> & { [frameOf]?: Frame | undefined };

let current: Frame | undefined;
const interrupted: (Frame | undefined)[] = [];

/** A promise carries along what held where it was made, to whatever goes on from it. */
promiseHooks.createHook({
  init(promise: Carrying) {
    if (current !== undefined) promise[frameOf] = current;
  },
  before(promise: Carrying) {
    interrupted.push(current);
    current = promise[frameOf];
  },
  after() {
    current = interrupted.pop();
  },
});

/**
 * Node's `AsyncLocalStorage`, as much of it as the simulation and the SDK use. Node's own follows timers, streams and
 * all else as well, at a cost for each promise; here nothing but promises goes on by itself.
 */
export class ContextStorage<Value> {
  run<Result, Arguments extends unknown[]>(
    value: Value,
    act: (...given: Arguments) => Result,
    ...given: Arguments
  ): Result {
    const before = current;
    current = { owner: this, value, outer: before };
    try {
      return act(...given);
    } finally {
      current = before;
    }
  }

  getStore(): Value | undefined {
    let frame = current;
    while (frame !== undefined && frame.owner !== this) frame = frame.outer;
    return frame?.value as Value | undefined;
  }
}
