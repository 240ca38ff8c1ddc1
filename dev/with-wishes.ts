/** What a command says and how it exits where an option does not fit. */
interface WrongUsage {
  readonly usage: string;
  readonly exitCode: number;
}

/** Reads what was typed and does it; what does not fit is said together with all that does, and nothing is done. */
export async function withWishes<Wishes>(
  read: () => Wishes,
  wrong: WrongUsage,
  work: (wishes: Wishes) => Promise<number>,
): Promise<number> {
  let wishes: Wishes;
  try {
    wishes = read();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${wrong.usage}\n`);
    return wrong.exitCode;
  }
  return work(wishes);
}
