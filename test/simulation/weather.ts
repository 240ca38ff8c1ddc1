import type { Draws } from './draws';

/** How likely each kind of trouble is in this seed, from 0 to 1 per occasion. */
export interface Weather {
  readonly theme: Theme;
  /** Of a request, on the way there or back. */
  readonly transport: number;
  /** Of a request, at the provider. */
  readonly provider: number;
  /** Of a read that shows an older picture. */
  readonly staleRead: number;
  /** Of a request with an effect that comes late. */
  readonly lateEffect: number;
  /** Of a movement that is accepted and done later. */
  readonly accepted: number;
  /** Of a movement whose event says that it failed. */
  readonly failedEvent: number;
  /** Of a worker that dies, at each point between two steps of an attempt. */
  readonly crash: number;
  /** Of a worker that stands still for a while, at each such point. */
  readonly freeze: number;
  /** Of a workflow task that is slow, lost, or carried out from a replayed history. */
  readonly task: number;
  /** Of a run that is asked to continue as new. */
  readonly continueAsNew: number;
  /** Of a worker whose clock is off by minutes. */
  readonly wrongClock: number;
  /** Of one of the provider's two halves being out of service for a while. */
  readonly outage: number;
  /** Of back-office acts on an order. */
  readonly backOffice: number;
  /** Of a run that an operator resets. */
  readonly reset: number;
  /** Of a workflow that is lost, and its order adopted. */
  readonly adoption: number;
}

export const themes = [
  'calm',
  'drizzle',
  'storm',
  'late',
  'frozen',
  'crashes',
  'movements',
  'tasks',
  'outages',
  'back-office',
] as const;
export type Theme = (typeof themes)[number];

const calm: Omit<Weather, 'theme'> = {
  transport: 0,
  provider: 0,
  staleRead: 0,
  lateEffect: 0,
  accepted: 0,
  failedEvent: 0,
  crash: 0,
  freeze: 0,
  task: 0.02,
  continueAsNew: 0.05,
  wrongClock: 0,
  outage: 0,
  backOffice: 0,
  reset: 0,
  adoption: 0,
};

const drizzle: Omit<Weather, 'theme'> = {
  transport: 0.02,
  provider: 0.03,
  staleRead: 0.03,
  lateEffect: 0.03,
  accepted: 0.06,
  failedEvent: 0.03,
  crash: 0.002,
  freeze: 0.002,
  task: 0.03,
  continueAsNew: 0.2,
  wrongClock: 0.1,
  outage: 0.1,
  backOffice: 0.1,
  reset: 0.02,
  adoption: 0.02,
};

const byTheme: Readonly<Record<Theme, Partial<Weather>>> = {
  calm,
  drizzle: {},
  storm: {
    transport: 0.12,
    provider: 0.12,
    staleRead: 0.1,
    lateEffect: 0.15,
    accepted: 0.12,
    failedEvent: 0.1,
    crash: 0.01,
    freeze: 0.01,
  },
  late: { transport: 0.05, lateEffect: 0.4, staleRead: 0.35 },
  frozen: { freeze: 0.06, wrongClock: 0.4, lateEffect: 0.1, staleRead: 0.1 },
  crashes: { crash: 0.04, lateEffect: 0.15, reset: 0.3, adoption: 0.3 },
  movements: { accepted: 0.3, failedEvent: 0.3, staleRead: 0.1 },
  tasks: { task: 0.25, continueAsNew: 0.9, crash: 0.01 },
  outages: { outage: 0.8, transport: 0.05 },
  'back-office': { backOffice: 0.9, transport: 0.05, lateEffect: 0.1, accepted: 0.1 },
};

export function drawWeather(draws: Draws, adopting: boolean): Weather {
  const theme = draws.about('weather').pick(themes);
  return { ...drizzle, ...byTheme[theme], theme, ...(adopting ? { adoption: 1 } : {}) };
}

/** Nothing happens by chance. */
export const steadyWeather: Weather = { ...calm, theme: 'calm', task: 0, continueAsNew: 0 };
