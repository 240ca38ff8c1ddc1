import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, 'histories');

export interface RecordedEvent {
  readonly eventType: string;
  readonly [attributes: string]: unknown;
}

export interface RecordedHistory {
  /** The file's path below `histories/`, without its ending. */
  readonly name: string;
  readonly workflowId: string;
  readonly history: { readonly events: readonly RecordedEvent[] };
}

/** Every recorded history, those of released workflows in folders of their own included. */
export function readHistories(): readonly RecordedHistory[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .sort()
    .map(readHistory);
}

function readHistory(path: string): RecordedHistory {
  const history = JSON.parse(
    readFileSync(join(folder, path), 'utf8'),
  ) as RecordedHistory['history'];
  const started = history.events[0]?.['workflowExecutionStartedEventAttributes'] as {
    readonly workflowId: string;
  };
  return {
    name: path.replace(/\.json$/, ''),
    workflowId: started.workflowId,
    history,
  };
}
