/** What happened, line by line: the same seed tells the same story, to the letter. */
export class Story {
  readonly lines: string[] = [];
  private readonly now: () => number;
  private readonly startMs: number;

  constructor(now: () => number, startMs: number) {
    this.now = now;
    this.startMs = startMs;
  }

  tell(who: string, what: string): void {
    this.lines.push(`${clockOf(this.now() - this.startMs)}  ${who.padEnd(10)} ${what}`);
  }
}

/** `1d 02:03:04.567` */
function clockOf(elapsedMs: number): string {
  const days = Math.floor(elapsedMs / 86_400_000);
  const time = new Date(elapsedMs % 86_400_000).toISOString().slice(11, 23);
  return days === 0 ? `   ${time}` : `${String(days).padStart(2)}d${time}`;
}
