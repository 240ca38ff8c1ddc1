import type { ProviderApi } from '../../../sandbox/provider-endpoints';
import type { Draws } from '../draws';
import type { Story } from '../story/story';
import type { VirtualTime } from '../virtual-time';
import type { Weather } from '../weather';

interface OutagesOptions {
  readonly time: VirtualTime;
  readonly draws: Draws;
  readonly story: Story;
  readonly weather: Weather;
  isCalm(): boolean;
}

interface Outage {
  readonly api: ProviderApi;
  readonly fromMs: number;
  readonly toMs: number;
  readonly how: 'cut' | 503;
}

const minuteMs = 60_000;

/** Times at which one half of the provider is out of service. */
export class Outages {
  private readonly outages: readonly Outage[];
  private readonly options: OutagesOptions;

  constructor(options: OutagesOptions) {
    this.options = options;
    const { draws, weather, time } = options;
    const draw = draws.about('outages');
    const count = draw.chance(weather.outage) ? draw.whole(1, 2) : 0;
    this.outages = Array.from({ length: count }, (_, index) => {
      const fromMs = time.now() + draw.skewed(0, 25 * minuteMs);
      const api = draw.pick(['orders', 'orders', 'checkout', 'checkout', 'auth'] as const);
      const how = draw.pick(['cut', 503] as const);
      const outage = { api, fromMs, toMs: fromMs + draw.whole(1, 15) * minuteMs, how };
      return { outage, name: `outage-${index + 1}` };
    })
      .filter(({ name, outage }) => draws.inject(name, `outage of ${outage.api}`))
      .map(({ outage }) => outage);
  }

  of(api: ProviderApi): 'none' | 'cut' | 503 {
    const nowMs = this.options.time.now();
    if (this.options.isCalm()) return 'none';
    const current = this.outages.find(
      (outage) => outage.api === api && outage.fromMs <= nowMs && nowMs < outage.toMs,
    );
    return current?.how ?? 'none';
  }
}
