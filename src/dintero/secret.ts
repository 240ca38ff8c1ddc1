import { inspect } from 'node:util';

const shown = '[secret]';

/** A text that never shows itself: not in a log, a JSON document, an error or a debugger's printout. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  [inspect.custom](): string {
    return shown;
  }
}
