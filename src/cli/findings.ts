/** `fault`: orders do not go, or not safely. `warning`: they go, and something is amiss or could not be seen. */
export type FindingLevel = 'ok' | 'warning' | 'fault';

/** One thing that was looked at. */
export interface Finding {
  readonly subject: string;
  readonly level: FindingLevel;
  readonly message: string;
  /** What to do about it; a command stands on a line of its own. */
  readonly remedy?: string;
}

export const ok = (subject: string, message: string): Finding => ({
  subject,
  level: 'ok',
  message,
});

export const warning = (subject: string, message: string, remedy: string): Finding => ({
  subject,
  level: 'warning',
  message,
  remedy,
});

export const fault = (subject: string, message: string, remedy: string): Finding => ({
  subject,
  level: 'fault',
  message,
  remedy,
});
