import { createRandom } from '../../sandbox/engine/random';
import type { Random } from '../../sandbox/engine/random';

/** FNV-1a, 32 bit. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  return value >>> 0;
}

/** Numbers drawn for one matter. */
export class Draw {
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  /** A whole number from `from` to `to`, both included. */
  whole(from: number, to: number): number {
    return from + Math.floor(this.random() * (to - from + 1));
  }

  share(): number {
    return this.random();
  }

  pick<Value>(values: readonly Value[]): Value {
    const value = values[Math.floor(this.random() * values.length)];
    if (value === undefined && values.length === 0) throw new Error('nothing to pick from');
    return value as Value;
  }

  /** Short mostly, long now and then. */
  skewed(from: number, to: number): number {
    return Math.round(from + (to - from) * this.random() ** 4);
  }
}

/**
 * All chance of a simulation. Each matter draws from its own numbers, made of the seed and the matter's name, so that
 * leaving one mishap out leaves the others as they are: that is what lets a failing story be made shorter.
 */
export class Draws {
  readonly seed: number;
  /** What was injected, by its full name, in the order of its happening. */
  readonly injected: { readonly name: string; readonly what: string }[] = [];
  private readonly counters = new Map<string, number>();
  private readonly suppressed: ReadonlySet<string>;

  constructor(seed: number, suppressed: ReadonlySet<string> = new Set()) {
    this.seed = seed;
    this.suppressed = suppressed;
  }

  about(name: string): Draw {
    return new Draw(createRandom(hash(`${this.seed}/${name}`)));
  }

  /** The same, for a matter that comes again and again. */
  next(name: string): { readonly name: string; readonly draw: Draw } {
    const count = (this.counters.get(name) ?? 0) + 1;
    this.counters.set(name, count);
    const numbered = `${name}/${count}`;
    return { name: numbered, draw: this.about(numbered) };
  }

  /** Notes a mishap; false when this run is to go without it. */
  inject(name: string, what: string): boolean {
    if (this.suppressed.has(name)) return false;
    this.injected.push({ name, what });
    return true;
  }
}
