import type { Clock } from '../../sandbox/engine/clock';

interface Due {
  readonly atMs: number;
  readonly seq: number;
  readonly act: () => void | Promise<void>;
  cancelled: boolean;
}

/** The only clock of a simulation, and the order of everything that happens in it. */
export class VirtualTime implements Clock {
  private nowMs: number;
  private seq = 0;
  /** How many things have happened. */
  happened = 0;
  private readonly heap: Due[] = [];

  constructor(startMs: number) {
    this.nowMs = startMs;
  }

  now(): number {
    return this.nowMs;
  }

  schedule(delayMs: number, act: () => void | Promise<void>): () => void {
    this.seq += 1;
    const due = {
      atMs: this.nowMs + Math.max(0, delayMs),
      seq: this.seq,
      act,
      cancelled: false,
    };
    push(this.heap, due);
    return () => {
      due.cancelled = true;
    };
  }

  /** Lets everything happen, in its order, until nothing is due before `untilMs` or `isOver` holds. */
  async run(untilMs: number, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const next = this.heap[0];
      if (next === undefined || next.atMs > untilMs) return;
      pop(this.heap);
      if (next.cancelled) continue;
      this.nowMs = next.atMs;
      this.happened += 1;
      const acting = next.act();
      if (acting !== undefined) await acting;
      await settle();
    }
  }
}

/** Returns when no promise has anything left to do: the loaded source waits for nothing but what this clock brings. */
export function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

function isSooner(left: Due, right: Due): boolean {
  return left.atMs < right.atMs || (left.atMs === right.atMs && left.seq < right.seq);
}

function push(heap: Due[], due: Due): void {
  let index = heap.push(due) - 1;
  while (index > 0) {
    const parent = (index - 1) >> 1;
    if (!isSooner(due, heap[parent]!)) break;
    heap[index] = heap[parent]!;
    index = parent;
  }
  heap[index] = due;
}

function pop(heap: Due[]): void {
  const last = heap.pop()!;
  if (heap.length === 0) return;
  let index = 0;
  for (;;) {
    const left = 2 * index + 1;
    if (left >= heap.length) break;
    const right = left + 1;
    const child = right < heap.length && isSooner(heap[right]!, heap[left]!) ? right : left;
    if (!isSooner(heap[child]!, last)) break;
    heap[index] = heap[child]!;
    index = child;
  }
  heap[index] = last;
}
