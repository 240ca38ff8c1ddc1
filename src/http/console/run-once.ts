const mostKept = 1_000;

/** Runs one thing for each key, however often it is asked for: the others get the same answer. The oldest keys are forgotten. */
export function runOnce<T>(): (key: string, run: () => Promise<T>) => Promise<T> {
  const answers = new Map<string, Promise<T>>();
  return (key, run) => {
    const known = answers.get(key);
    if (known !== undefined) return known;
    const [oldest] = answers.keys();
    if (oldest !== undefined && answers.size >= mostKept) answers.delete(oldest);
    const answer = run();
    answers.set(key, answer);
    return answer;
  };
}
