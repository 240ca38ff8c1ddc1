import { randomBytes } from 'node:crypto';
import type { ApiKey } from '../api-keys';

/** Who is looking at the console. */
export interface Visitor {
  /** 256 bits, the value of the cookie. Known of everybody, logged in or not: forms are bound to it. */
  readonly id: string;
  /** Absent before the log-in, and where none is asked for. */
  readonly keyName?: string;
  readonly mayRead: boolean;
  readonly mayOperate: boolean;
}

/** Who has logged in, kept in memory: a restart logs everybody out. */
export interface Sessions {
  /** A new id, so that nobody can have planted it before. */
  open(key: ApiKey): string;
  find(id: string): ApiKey | undefined;
  /** As `find`, and a sign of life: a page was asked for by a person, not by a timer. */
  touch(id: string): ApiKey | undefined;
  close(id: string): void;
}

export const sessionLifetimeMs = 10 * 3_600_000;
export const sessionIdleMs = 3_600_000;
export const mostSessions = 1_000;

interface Session {
  readonly key: ApiKey;
  readonly endsAtMs: number;
  idleAtMs: number;
}

export function createSessions(now: () => number): Sessions {
  const sessions = new Map<string, Session>();
  const live = (id: string): Session | undefined => {
    const session = sessions.get(id);
    if (session === undefined) return undefined;
    if (now() < session.endsAtMs && now() < session.idleAtMs) return session;
    sessions.delete(id);
    return undefined;
  };
  return {
    open(key) {
      const [oldest] = sessions.keys();
      if (oldest !== undefined && sessions.size >= mostSessions) sessions.delete(oldest);
      const id = newVisitorId();
      sessions.set(id, {
        key,
        endsAtMs: now() + sessionLifetimeMs,
        idleAtMs: now() + sessionIdleMs,
      });
      return id;
    },
    find: (id) => live(id)?.key,
    touch(id) {
      const session = live(id);
      if (session !== undefined) session.idleAtMs = now() + sessionIdleMs;
      return session?.key;
    },
    close: (id) => void sessions.delete(id),
  };
}

export function newVisitorId(): string {
  return randomBytes(32).toString('base64url');
}
