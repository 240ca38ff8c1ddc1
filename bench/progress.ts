export interface Progress {
  show(text: string): void;
  end(): void;
}

const quietMs = 10_000;

/** One line that is written over on a terminal, and a line every ten seconds elsewhere; standard output keeps to the result. */
export function createProgress(stream: NodeJS.WriteStream): Progress {
  let shownAtMs = 0;
  return {
    show(text) {
      if (stream.isTTY) return void stream.write(`\r\u001B[2K${text}`);
      if (Date.now() - shownAtMs < quietMs) return;
      shownAtMs = Date.now();
      stream.write(`${text}\n`);
    },
    end() {
      if (stream.isTTY) stream.write('\r\u001B[2K');
    },
  };
}
