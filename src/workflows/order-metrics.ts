/** What is measured, in what, and which labels tell its parts. The names are a contract: dashboards and alerts use them. */
export interface MetricDefinition {
  readonly name: string;
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly unit: string;
  readonly labels: readonly string[];
  readonly meaning: string;
}

/** Counted by the workflow code, which knows when something changed, and says nothing while it replays. */
export const orderMetrics = {
  operations: {
    name: 'order_saga_operations_total',
    kind: 'counter',
    unit: 'changes',
    labels: ['kind', 'status', 'origin'],
    meaning: 'Operations that came to a status; origin tells those asked for from back office ones',
  },
  recorded: {
    name: 'order_saga_operation_recorded_seconds',
    kind: 'histogram',
    unit: 'seconds',
    labels: ['kind'],
    meaning: 'From the request for an operation until both systems say that it moved',
  },
  unknown: {
    name: 'order_saga_operation_unknown_seconds',
    kind: 'histogram',
    unit: 'seconds',
    labels: ['kind', 'found'],
    meaning: 'How long it was unknown whether an operation moved, once that is settled',
  },
  attentionRaised: {
    name: 'order_saga_attention_raised_total',
    kind: 'counter',
    unit: 'matters',
    labels: ['code'],
    meaning: 'Matters that an order could not decide by itself',
  },
  attentionEnded: {
    name: 'order_saga_attention_seconds',
    kind: 'histogram',
    unit: 'seconds',
    labels: ['code'],
    meaning: 'How long a matter stood, once it is decided or gone',
  },
} as const satisfies Record<string, MetricDefinition>;

/** The words of the label `found`, by what an operation is once it is not unknown any more. */
export const foundWords = {
  moved: 'moved',
  recorded: 'moved',
  rejected: 'not_moved',
  moving: 'sent_again',
  queued: 'sent_again',
} as const;
