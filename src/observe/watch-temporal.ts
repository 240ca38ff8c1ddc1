import type { Logger } from 'pino';

export interface TemporalWatch {
  stop(): void;
}

/** Soon enough for whoever reads the log, and little for Temporal. */
const lookEveryMs = 10_000;

const lost =
  'Temporal cannot be used, and requests about orders fail until it can: see that it runs, and TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE';

/**
 * Looks now and then again and again whether Temporal answers. Only changes are told, so that an hour without it is one line and
 * not hundreds.
 */
export function watchTemporal(
  look: () => Promise<unknown>,
  where: { readonly address: string; readonly namespace: string },
  logger: Pick<Logger, 'warn' | 'info'>,
  pauseMs = lookEveryMs,
): TemporalWatch {
  let answered = true;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const again = async (): Promise<void> => {
    const failure = await look().then(
      () => undefined,
      (error: unknown) => ({ reason: error instanceof Error ? error.message : String(error) }),
    );
    if (stopped) return;
    if (failure !== undefined && answered) logger.warn({ ...where, ...failure }, lost);
    if (failure === undefined && !answered) logger.info(where, 'Temporal can be used again');
    answered = failure === undefined;
    timer = setTimeout(() => void again(), pauseMs);
  };
  void again();
  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
