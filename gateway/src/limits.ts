import { realNow } from '@wangting/kit/clock';
import { HallError } from '@wangting/kit/errors';

interface Bucket {
  tokens: number;
  at: number;
}

/** A token bucket per key, in this process: `perMinute` on average, a tenth of it at once at least. Several gateways each allow as much. */
export class RateLimit {
  #buckets = new Map<string, Bucket>();
  #perMs: number;
  #burst: number;
  constructor(perMinute: number) {
    this.#perMs = perMinute / 60_000;
    this.#burst = Math.max(10, perMinute / 4);
  }
  /** Takes one, or refuses with the seconds to wait. */
  take(key: string): void {
    const now = realNow();
    const bucket = this.#buckets.get(key) ?? { tokens: this.#burst, at: now };
    bucket.tokens = Math.min(this.#burst, bucket.tokens + (now - bucket.at) * this.#perMs);
    bucket.at = now;
    // Oldest first, so that a flood of new keys does not refill everybody's bucket.
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size > 50_000)
      for (const old of this.#buckets.keys()) if (this.#buckets.delete(old) && this.#buckets.size < 45_000) break;
    if (bucket.tokens < 1) throw new HallError('TOO_MANY_REQUESTS', { seconds: Math.ceil((1 - bucket.tokens) / this.#perMs / 1000) });
    bucket.tokens -= 1;
  }
}
