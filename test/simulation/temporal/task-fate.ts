/** How one workflow task goes. */
export interface TaskFate {
  /** From its scheduling to its start. */
  readonly waitMs: number;
  /** From its start to its completion. */
  readonly lastsMs: number;
  /** The worker is lost, or the answer, and the server hands the task out again. */
  readonly isLost: boolean;
  readonly continueAsNewSuggested: boolean;
  /** The worker's cache is gone, so that the history is replayed first. */
  readonly isCold: boolean;
}
