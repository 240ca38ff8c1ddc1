import type { VirtualTime } from '../virtual-time';
import { anyOf, PlainAbortController } from './plain-abort';
import { currentAttempt } from './process';
import type { WorkerProcess } from './process';

function processNow(): WorkerProcess {
  const attempt = currentAttempt.getStore();
  if (attempt === undefined) throw new Error('a timer was set outside of an attempt');
  return attempt.process;
}

/** Node's timers for the code of a worker: on the simulation's clock, and as frozen as its process. */
export function createNodeTime(time: () => VirtualTime) {
  return {
    setTimeout(act: () => void, delayMs: number): () => void {
      const process = processNow();
      return time().schedule(delayMs, () => process.deliver('timer', act));
    },
    clearTimeout: (cancel: (() => void) | undefined) => cancel?.(),
    performance: { now: () => time().now() },
    AbortController: PlainAbortController,
    AbortSignal: {
      any: anyOf,
      timeout(): never {
        throw new Error('a time-out signal would run on the real clock');
      },
    },
  };
}

/** A pause that ends early, with an error, when the signal aborts. */
export function pauseOn(time: VirtualTime, durationMs: number, signal: AbortSignal): Promise<void> {
  const process = processNow();
  return new Promise((resolve, reject) => {
    const stop = () => reject(new DOMException('The operation was aborted', 'AbortError'));
    if (signal.aborted) return stop();
    signal.addEventListener('abort', stop, { once: true });
    time.schedule(durationMs, () =>
      process.deliver('timer', () => {
        signal.removeEventListener('abort', stop);
        resolve();
      }),
    );
  });
}
