import { isMovementEndpoint, isReadEndpoint } from '../../../sandbox/provider-endpoints';
import type { EndpointName } from '../../../sandbox/provider-endpoints';
import { bounds } from '../bounds';
import type { Draw } from '../draws';
import type { Weather } from '../weather';

/** What becomes of one request. Absent parts go well. */
export interface Mishap {
  readonly what: string;
  /**
   * `unsent`: nothing arrives and the caller hears so. `cut`: it never arrives, which the caller cannot know. `late`: the
   * connection is cut and it arrives after that. `stuck`: it hangs until the caller gives up, and arrives after that.
   * `unheard`: it arrives, and the answer is lost.
   */
  readonly way?: 'unsent' | 'cut' | 'late' | 'stuck' | 'unheard';
  /** From the caller's giving up to the arrival. */
  readonly lateMs?: number;
  /** A fault of the sandbox's own book. */
  readonly fault?: Readonly<Record<string, unknown>>;
}

export interface MishapOptions {
  readonly weather: Weather;
  /** Money moves later than the product promises to stand. */
  readonly beyond: boolean;
}

const minuteMs = 60_000;

export function drawMishap(
  endpoint: EndpointName,
  draw: Draw,
  { weather, beyond }: MishapOptions,
): Mishap | undefined {
  if (isReadEndpoint(endpoint) && draw.chance(weather.staleRead))
    return ofFault('stale-read', { forMs: draw.whole(500, bounds.staleReadMs) });
  if (isMovementEndpoint(endpoint)) {
    const movement = drawMovement(draw, weather, beyond);
    if (movement !== undefined) return movement;
  }
  if (!isReadEndpoint(endpoint) && draw.chance(weather.lateEffect))
    return drawLate(draw, beyond && isMovementEndpoint(endpoint));
  if (draw.chance(weather.transport)) return drawTransport(draw);
  if (draw.chance(weather.provider)) return drawProvider(draw);
  return undefined;
}

function ofFault(kind: string, more: object = {}): Mishap {
  return { what: kind, fault: { kind, ...more } };
}

function drawMovement(draw: Draw, weather: Weather, beyond: boolean): Mishap | undefined {
  if (draw.chance(weather.accepted)) {
    const outcome = draw.chance(0.75) ? 'succeeds' : 'fails';
    const afterMs = draw.skewed(200, 4 * minuteMs);
    const unheard = draw.chance(0.25) ? ({ way: 'unheard' } as const) : {};
    return { ...ofFault('accepted-202', { outcome, afterMs }), ...unheard };
  }
  if (!draw.chance(weather.failedEvent)) return undefined;
  if (!draw.chance(0.5)) return ofFault('failed-event-200');
  const within = draw.whole(1_000, bounds.correctionMs);
  const correctAfterMs = beyond ? draw.skewed(minuteMs, 600 * minuteMs) : within;
  return ofFault('failed-event-200', { correctAfterMs });
}

function drawLate(draw: Draw, beyond: boolean): Mishap {
  const within = Math.round(bounds.lateEffectMs * (1 - draw.share() ** 2));
  const lateMs = beyond ? draw.skewed(minuteMs, 20 * 60 * minuteMs) : within;
  const way = draw.pick(['late', 'stuck', 'slow'] as const);
  if (way !== 'slow') return { what: `${way}, arrives after ${lateMs} ms`, way, lateMs };
  return ofFault('slow-then-apply', { delayMs: Math.max(1, lateMs) });
}

function drawTransport(draw: Draw): Mishap {
  const way = draw.pick(['unsent', 'cut', 'unheard', 'unheard'] as const);
  return { what: way, way };
}

function drawProvider(draw: Draw): Mishap {
  const status = draw.pick([500, 502, 503]);
  return draw.pick([
    () => ofFault('error-before', { status }),
    () => ofFault('error-after', { status }),
    () => ofFault('error-after', { status }),
    () => ofFault('conflict-409', { applied: draw.chance(0.5) }),
    () =>
      ofFault('rate-limit-429', draw.chance(0.5) ? { retryAfterSeconds: draw.whole(1, 60) } : {}),
    () => ofFault('unreadable-body'),
    () => ofFault('apply-then-slow', { delayMs: draw.whole(1_000, 40_000) }),
    () => ofFault('unauthorized-401'),
    () => ofFault(draw.chance(0.5) ? 'forbidden-403' : 'not-found-404'),
  ])();
}
