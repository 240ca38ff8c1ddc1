import type { Payload } from '@temporalio/common';
import type { UpdateResponse } from './history';
import type { Failure, Job } from './workflow-instance';

export type UpdateAnswer =
  | { readonly answer: 'completed'; readonly result: Payload }
  | { readonly answer: 'rejected'; readonly failure: Failure }
  | { readonly answer: 'closed' };

type Waiter = (answer: UpdateAnswer) => void;

interface Update {
  readonly waiters: Waiter[];
  isAccepted: boolean;
  answer: UpdateAnswer | undefined;
}

/** The updates of one run: the same id again is the same update, whatever it carries. */
export class UpdateBook {
  private readonly updates = new Map<string, Update>();
  private readonly deliver: (job: Job) => void;

  constructor(deliver: (job: Job) => void) {
    this.deliver = deliver;
  }

  ask(name: string, id: string, input: Payload, waiter: Waiter): void {
    const known = this.updates.get(id);
    if (known?.answer !== undefined) return waiter(known.answer);
    if (known !== undefined) return void known.waiters.push(waiter);
    this.updates.set(id, { waiters: [waiter], isAccepted: false, answer: undefined });
    const content = { id, protocolInstanceId: id, name, input: [input], headers: {} };
    this.deliver({ variant: 'doUpdate', content: { ...content, runValidator: true } });
  }

  respond({ protocolInstanceId, completed, rejected }: UpdateResponse): void {
    const update = this.updates.get(protocolInstanceId);
    if (update === undefined) return;
    if (completed !== undefined) return settle(update, { answer: 'completed', result: completed });
    if (rejected === undefined) return void (update.isAccepted = true);
    // A refusal before the acceptance leaves no trace: the same id may be sent again.
    if (!update.isAccepted) this.updates.delete(protocolInstanceId);
    settle(update, { answer: 'rejected', failure: rejected });
  }

  close(): void {
    for (const update of this.updates.values())
      if (update.answer === undefined) settle(update, { answer: 'closed' });
  }
}

function settle(update: Update, answer: UpdateAnswer): void {
  update.answer = answer;
  for (const tell of update.waiters.splice(0)) tell(answer);
}
