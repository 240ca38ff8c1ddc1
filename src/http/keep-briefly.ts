/**
 * Reads at most once in a while, however many ask, and gives all of them the same answer. A failure is not kept, except that
 * those who asked meanwhile meet it too.
 */
export function keepBriefly<T>(keptMs: number, read: () => Promise<T>): () => Promise<T> {
  let kept: { readonly answer: Promise<T>; readonly untilMs: number } | undefined;
  return () => {
    if (kept !== undefined && Date.now() < kept.untilMs) return kept.answer;
    const answer = read();
    const entry = { answer, untilMs: Date.now() + keptMs };
    kept = entry;
    answer.catch(() => {
      if (kept === entry) kept = undefined;
    });
    return answer;
  };
}
