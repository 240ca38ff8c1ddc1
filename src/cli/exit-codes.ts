/** What a command's end says to the shell; the numbers from 64 on are those of sysexits.h. */
export const exitCodes = {
  ok: 0,
  /** The order refused the request, the operation was rejected, or something was found amiss. */
  refused: 1,
  /** An option or an amount is missing, or cannot be read as what it is. */
  usage: 64,
  /** A file, an order, a reference or an id does not fit; nothing was asked for. */
  data: 65,
  /** No such file, or no such order. */
  notFound: 66,
  /** Temporal, the worker or the sandbox cannot be reached. */
  unavailable: 69,
  /** A defect of ours. */
  defect: 70,
  /** Still running, or nobody knows yet: ask again. */
  unfinished: 75,
  /** The environment does not fit. */
  config: 78,
  /** Ctrl+C. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
