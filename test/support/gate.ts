import type { Behaviour } from './fake-gateway';

export interface Gate {
  /** The call waits at the gate, and is carried out once it opens. */
  readonly hold: Behaviour;
  /** A call has come to the gate. */
  readonly reached: Promise<void>;
  open(): void;
}

const gates = new Set<Gate>();

/** Lets every call go on, also where a test failed before it opened its gate: a worker waits for its activities. */
export function openEveryGate(): void {
  for (const gate of gates) gate.open();
  gates.clear();
}

/** Holds a call at the provider for as long as a test needs. */
export function closeGate(): Gate {
  let open = () => {};
  let arrive = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  const reached = new Promise<void>((resolve) => (arrive = resolve));
  const gate: Gate = {
    async hold(run) {
      arrive();
      await opened;
      return run();
    },
    reached,
    open: () => open(),
  };
  gates.add(gate);
  return gate;
}
