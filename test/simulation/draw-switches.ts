import type { SandboxEngine } from '../../sandbox/engine/create-engine';
import type { Draws } from './draws';

/** How the provider behaves where its documentation is silent; what is not listed stays as the sandbox has it. */
const choices: Readonly<Record<string, readonly (string | number | boolean)[]>> = {
  tokenLifetimeSeconds: [60, 300, 14_400],
  draftCreateStatus: [200, 201],
  completeTwice: ['refuse-400', 'refuse-409', 'same-orders', 'new-orders'],
  completedDraftShows: ['order-id', 'orders', 'nothing'],
  orderIdCase: ['upper', 'lower', 'mixed'],
  recordCreateStatus: [200, 201],
  recordMetadata: ['echo', 'answer-only', 'drop'],
  cancelOrderTwice: ['refuse-400', 'answer'],
  cancelRefusalStatus: [400, 403, 409],
  cancelSessionTwice: ['answer', 'refuse'],
  cancelExpiredSession: ['answer', 'refuse'],
  initiatedAfterCancel: ['AUTHORIZATION_VOIDED', 'FAILED'],
  movementRefusalStatus: [400, 409, 422],
  refusalLeavesEvent: [true, false],
  voidEventAmount: [true, false],
  voidAfterPartRefund: ['refuse', 'allow'],
  statusAfterRestVoided: ['CAPTURED', 'PARTIALLY_CAPTURED', 'AUTHORIZATION_VOIDED'],
  whilePending: ['hold', 'conflict-409', 'allow'],
  correctionForm: ['added-event', 'added-event-unnamed', 'on-failed-event'],
  lapsedAuthorization: ['failed-event', 'refuse', 'voided'],
  eventOrder: ['chronological', 'newest-first', 'shuffled'],
  eventIds: ['small-number', 'uuid'],
  extraFields: [true, false],
  listLagMs: [0, 2_000],
  orderListMost: [10, 100],
  eventReference: ['echo', 'drop'],
  eventReferenceLimit: [0, 12, 20, 30],
  movementItemSums: ['lenient', 'strict'],
  finalCaptureElsewhere: ['ignore', 'refuse'],
  draftSums: ['lenient', 'strict'],
  recordSums: ['strict', 'lenient'],
  paymentStatus: ['by-records', 'always-pending'],
  paymentStatusAfterAuthorization: ['pending', 'authorized'],
  orderAfterFullCapture: ['open', 'closed'],
  cancelCapturedOrder: ['accept', 'refuse-400'],
};

export function drawSwitches(engine: SandboxEngine, draws: Draws): void {
  const changes = Object.entries(choices).flatMap(([name, values]) => {
    const draw = draws.about(`switch/${name}`);
    return draw.chance(0.3) && draws.inject(`switch/${name}`, `switch ${name}`)
      ? [[name, draw.pick(values)] as const]
      : [];
  });
  engine.switches.change(Object.fromEntries(changes));
}
