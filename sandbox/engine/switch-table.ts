/**
 * Every point on which the provider's public material is silent, contradictory or only inferred, and what the sandbox does
 * about it. A run against a live test account can settle them one by one.
 */
type Scalar = string | number | boolean;

export interface SwitchDefinition<Value extends Scalar = Scalar> {
  readonly value: Value;
  readonly allowed: readonly Value[] | { readonly min: number; readonly max: number };
  readonly meaning: string;
}

function choice<const Value extends Scalar>(
  value: NoInfer<Value>,
  allowed: readonly Value[],
  meaning: string,
): SwitchDefinition<Value> {
  return { value, allowed, meaning };
}

function whole(value: number, min: number, max: number, meaning: string): SwitchDefinition<number> {
  return { value, allowed: { min, max }, meaning };
}

function flag(value: boolean, meaning: string): SwitchDefinition<boolean> {
  return { value, allowed: [true, false], meaning };
}

const dayMs = 86_400_000;

const credentials = {
  badCredentialsStatus: choice(403, [400, 401, 403], 'Answer to a wrong client id or secret.'),
  badAudienceStatus: choice(403, [400, 401, 403], 'Answer to a wrong audience or account.'),
  tokenLifetimeSeconds: whole(
    86_400,
    1,
    86_400,
    'How long a token is good; pages say 4 and 24 hours.',
  ),
};

const drafts = {
  draftCreateStatus: choice(200, [200, 201], 'Success status of a new draft.'),
  draftSums: choice(
    'lenient',
    ['lenient', 'strict'],
    'Whether tax lines above the gross amount are refused.',
  ),
  completeTwice: choice(
    'refuse-400',
    ['refuse-400', 'refuse-409', 'same-orders', 'new-orders'],
    'What a second complete of a draft does.',
  ),
  completedDraftShows: choice(
    'order-id',
    ['order-id', 'orders', 'nothing', 'gone'],
    'How a completed draft names its order: `order.order_id`, a list `orders`, not at all, or the draft is not found any more.',
  ),
  orderIdTaken: choice(
    'refuse-409',
    ['refuse-400', 'refuse-409', 'accept'],
    'What a supplied order id that exists already does.',
  ),
  orderIdCase: choice('upper', ['upper', 'lower', 'mixed'], 'Letters of an ALPHANUMERIC_9 id.'),
};

const orders = {
  recordCreateStatus: choice(
    200,
    [200, 201],
    'Success status of a new authorization, capture, refund or cancellation record.',
  ),
  recordSums: choice(
    'strict',
    ['strict', 'lenient'],
    'Whether records above what is left (per line), or before an authorization, are refused with 400.',
  ),
  recordMetadata: choice(
    'echo',
    ['echo', 'answer-only', 'drop'],
    'Whether a record shows the metadata it was made with: always, only in the answer to its POST, or never.',
  ),
  paymentStatus: choice(
    'by-records',
    ['by-records', 'always-pending'],
    'Whether records change `payment_status`.',
  ),
  paymentStatusAfterAuthorization: choice(
    'pending',
    ['pending', 'authorized'],
    '`payment_status` of an order with an authorization and no capture.',
  ),
  orderAfterFullCapture: choice('open', ['open', 'closed'], 'Order status once all is captured.'),
  cancelOrderTwice: choice('refuse-400', ['refuse-400', 'answer'], 'Cancel of a cancelled order.'),
  cancelCapturedOrder: choice(
    'accept',
    ['accept', 'refuse-400'],
    'Cancel of an order that has capture records.',
  ),
};

const sessions = {
  sessionLifetimeMs: whole(dayMs, 1, 90 * dayMs, 'Life of a session without `expires_at`.'),
  pastExpiry: choice('refuse-400', ['refuse-400', 'accept'], 'An `expires_at` in the past.'),
  unknownProfile: choice(
    'accept',
    ['accept', 'refuse-400'],
    'A `profile_id` other than `default`.',
  ),
  cancelRefusalStatus: choice(
    400,
    [400, 403, 409],
    'Cancel of a session whose transaction is neither initiated nor authorized.',
  ),
  cancelSessionTwice: choice(
    'answer',
    ['answer', 'refuse'],
    'Cancel of a cancelled session without a transaction.',
  ),
  cancelExpiredSession: choice(
    'answer',
    ['answer', 'refuse'],
    'Cancel of an expired session without a transaction.',
  ),
  initiatedAfterCancel: choice(
    'AUTHORIZATION_VOIDED',
    ['AUTHORIZATION_VOIDED', 'FAILED'],
    'Status of an INITIATED transaction whose session is cancelled.',
  ),
};

const movements = {
  movementRefusalStatus: choice(
    400,
    [400, 403, 409, 422],
    'A capture, refund or void that the status or the remainder forbids.',
  ),
  refusalLeavesEvent: flag(false, 'Whether such a refusal leaves an event with `success:false`.'),
  eventReference: choice(
    'echo',
    ['echo', 'drop'],
    'Whether an event shows the capture or refund reference.',
  ),
  eventReferenceLimit: whole(0, 0, 255, 'Characters kept of a reference; 0 keeps all.'),
  movementItemSums: choice(
    'lenient',
    ['lenient', 'strict'],
    'Whether items that do not add up to the amount are refused.',
  ),
  voidEventAmount: flag(false, 'Whether a VOID event carries the released amount.'),
  voidAfterPartRefund: choice(
    'refuse',
    ['refuse', 'allow'],
    'Void in PARTIALLY_CAPTURED_REFUNDED; the table of statuses does not list it.',
  ),
  statusAfterRestVoided: choice(
    'CAPTURED',
    ['CAPTURED', 'PARTIALLY_CAPTURED', 'AUTHORIZATION_VOIDED'],
    'Status of a part-captured transaction once its rest is released.',
  ),
  finalCaptureElsewhere: choice(
    'ignore',
    ['ignore', 'refuse'],
    '`final_capture` for a product other than `dintero_psp`.',
  ),
  whilePending: choice(
    'hold',
    ['hold', 'conflict-409', 'allow'],
    'A movement while another is accepted and unfinished: its amount is held, all is refused, or nothing is.',
  ),
  correctionForm: choice(
    'added-event',
    ['added-event', 'added-event-unnamed', 'on-failed-event'],
    'What corrects a failed event: an added event that it names (with or without the reference), or only its own `correction`.',
  ),
  lapsedAuthorization: choice(
    'failed-event',
    ['failed-event', 'refuse', 'voided'],
    'What a capture meets after the authorization lapsed; `voided` changes the status by itself.',
  ),
  authorizationLifetimeMs: whole(
    0,
    0,
    365 * dayMs,
    'Until an authorization lapses; 0 follows the payment product (card 7 days, Klarna 28, Walley 90).',
  ),
};

const reading = {
  listLagMs: whole(
    0,
    0,
    dayMs,
    'How far behind the lists of transactions, sessions and orders are.',
  ),
  orderListMost: whole(
    100,
    1,
    100,
    'The most orders that one list shows, whatever `limit` asks for; how to read on is not documented.',
  ),
  eventOrder: choice(
    'chronological',
    ['chronological', 'newest-first', 'shuffled'],
    'Order of `events` in a transaction.',
  ),
  eventIds: choice('small-number', ['small-number', 'uuid'], 'Form of an event id.'),
  extraFields: flag(true, 'Whether answers carry fields that nobody documented.'),
};

const callbacks = {
  callbackAllowHttp: flag(
    true,
    'Takes http and localhost callback addresses. The real service takes neither.',
  ),
  callbackRetries: whole(20, 0, 20, 'Deliveries after the first, on 5xx, time-out or broken line.'),
  callbackRetryFirstMs: whole(1_000, 1, dayMs, 'Wait before the second delivery; it doubles.'),
  callbackRetryMaxMs: whole(60_000, 1, dayMs, 'Longest wait between two deliveries.'),
  callbackTimeoutMs: whole(10_000, 1, 60_000, 'How long one delivery may take.'),
  callbackRedirect: choice('final', ['final', 'retried', 'delivered'], 'What a 3xx answer means.'),
  callbackDelayMs: whole(0, 0, dayMs, 'Extra wait before each delivery.'),
  callbackJitterMs: whole(
    0,
    0,
    dayMs,
    'Random extra wait up to this, which puts them out of order.',
  ),
  callbackDuplicates: whole(0, 0, 5, 'Extra copies of each callback, with the same delivery id.'),
  callbackOnFailedEvent: flag(
    false,
    'Whether `report_event` also calls about a capture, refund or void that failed.',
  ),
  autoCaptureCallback: choice(
    'after-capture',
    ['after-capture', 'on-authorization', 'both'],
    'When an auto-captured payment is called back; the pages disagree.',
  ),
};

export const switchTable = {
  ...credentials,
  ...drafts,
  ...orders,
  ...sessions,
  ...movements,
  ...reading,
  ...callbacks,
};
