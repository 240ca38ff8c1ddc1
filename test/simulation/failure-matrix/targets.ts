import type { EndpointName } from '../../../sandbox/provider-endpoints';
import type { FaultName } from './faults';
import type { StoryName } from './stories';

/** A request of ours at one place of a story: the one that meets the faults. */
export interface Target {
  readonly story: StoryName;
  readonly endpoint: EndpointName;
  /** The activity that sends it, where several do. */
  readonly activity?: string;
  /** What it is for, where the endpoint does not say it. */
  readonly words?: string;
  /** What has to go wrong before for the request to be sent at all. */
  readonly after?: { readonly endpoint: EndpointName; readonly fault: FaultName };
  readonly switches?: Readonly<Record<string, string>>;
}

const delivery = (endpoint: EndpointName, more: Partial<Target> = {}): Target => ({
  story: 'delivery',
  endpoint,
  ...more,
});

const preparation = {
  token: delivery('token'),
  createDraftOrder: delivery('createDraftOrder'),
  readDraftOrder: delivery('readDraftOrder'),
  completeDraftOrder: delivery('completeDraftOrder'),
  listOrders: delivery('listOrders', {
    words: 'the draft was completed and does not say as which order',
    after: { endpoint: 'completeDraftOrder', fault: 'cut-after' },
    switches: { completedDraftShows: 'nothing' },
  }),
  createSession: delivery('createSession'),
};

const payment = {
  'readSession, waiting': delivery('readSession', {
    activity: 'pollUntilAuthorized',
    words: 'waiting for the payment',
  }),
  'readTransaction, waiting': delivery('readTransaction', {
    activity: 'pollUntilAuthorized',
    words: 'waiting for the payment',
  }),
  listAuthorizations: delivery('listAuthorizations', { activity: 'recordAuthorization' }),
  recordAuthorization: delivery('recordAuthorization'),
};

const looking = { activity: 'readTransaction' } as const;

const capturing = {
  'readTransaction, before a capture': delivery('readTransaction', {
    activity: 'captureTransaction',
    words: 'before a capture',
  }),
  captureTransaction: delivery('captureTransaction'),
  'readTransaction, after a capture that moved': delivery('readTransaction', {
    ...looking,
    words: 'the answer to a capture was lost: it moved',
    after: { endpoint: 'captureTransaction', fault: 'cut-after' },
  }),
  'readTransaction, after a capture that did not move': delivery('readTransaction', {
    ...looking,
    words: 'the answer to a capture was lost: it did not move',
    after: { endpoint: 'captureTransaction', fault: 'cut-before' },
  }),
  listCaptures: delivery('listCaptures', { activity: 'recordCapture' }),
  recordCapture: delivery('recordCapture'),
};

const refunding = {
  'readTransaction, before a refund': delivery('readTransaction', {
    activity: 'refundTransaction',
    words: 'before a refund',
  }),
  refundTransaction: delivery('refundTransaction'),
  'readTransaction, after a refund that moved': delivery('readTransaction', {
    ...looking,
    words: 'the answer to a refund was lost: it moved',
    after: { endpoint: 'refundTransaction', fault: 'cut-after' },
  }),
  listRefunds: delivery('listRefunds', { activity: 'recordRefund' }),
  recordRefund: delivery('recordRefund'),
  'readOrder, at the end': delivery('readOrder', {
    ...looking,
    words: 'both systems compared before the order completes',
  }),
};

const letting = (endpoint: EndpointName, more: Partial<Target> = {}): Target => ({
  story: 'cancelled',
  endpoint,
  ...more,
});

const cancelling = {
  'readTransaction, before a void': letting('readTransaction', {
    activity: 'voidTransaction',
    words: 'before a void',
  }),
  voidTransaction: letting('voidTransaction'),
  'readTransaction, after a void that moved': letting('readTransaction', {
    ...looking,
    words: 'the answer to a void was lost: it moved',
    after: { endpoint: 'voidTransaction', fault: 'cut-after' },
  }),
  listCancellations: letting('listCancellations', { activity: 'recordCancellation' }),
  recordCancellation: letting('recordCancellation'),
  'readOrder, before its cancel': letting('readOrder', { activity: 'cancelOrder' }),
  cancelOrder: letting('cancelOrder'),
};

const cutShort = {
  'voidTransaction, of the rest': { story: 'cut-short', endpoint: 'voidTransaction' },
  'recordCancellation, of the rest': { story: 'cut-short', endpoint: 'recordCancellation' },
} as const satisfies Record<string, Target>;

const expiring = {
  'readSession, before its cancel': {
    story: 'unpaid',
    endpoint: 'readSession',
    activity: 'cancelCheckoutSession',
  },
  cancelSession: { story: 'unpaid', endpoint: 'cancelSession' },
  'cancelOrder, never paid': { story: 'unpaid', endpoint: 'cancelOrder' },
} as const satisfies Record<string, Target>;

const adopting = (endpoint: EndpointName, more: Partial<Target> = {}): Target => ({
  story: 'adopted',
  endpoint,
  activity: 'readTransaction',
  ...more,
});

const takingOver = {
  'readOrder, of an adoption': adopting('readOrder'),
  listTransactions: adopting('listTransactions'),
  'readSession, of an adoption': adopting('readSession'),
  'listCaptures, of an adoption': adopting('listCaptures'),
} as const satisfies Record<string, Target>;

export const groups = {
  Preparing: preparation,
  'Waiting for the payment': payment,
  Capturing: capturing,
  Refunding: refunding,
  Cancelling: cancelling,
  'Cancelling what was captured in part': cutShort,
  'Never paid': expiring,
  Adopting: takingOver,
} as const;

export const targets: Readonly<Record<string, Target>> = Object.assign(
  {},
  ...Object.values(groups),
);
