// What the replica is doing now: heads as they come, and counters read every two seconds, as far as the role may.
import { hexToNumber, ordered, toHex } from './format';
import { RpcError, call, fetchText, subscribe, type LinkState } from './rpc';
import { onSession } from './session';
import type { Explanation, Header, Status } from './types';

const SAMPLE_MILLIS = 2_000;
const LOOK_BACK = 12;
const BEAT_MILLIS = 500;
const SAMPLES_MAX = 300;
const HEADS_MAX = 40;

export interface Sample {
  at: number;
  blocks: number;
  transactions: number;
  gas: number;
  latency: number | null;
  pool: number | null;
  heap: number | null;
}

interface Counters {
  at: number;
  blocks: number;
  transactions: number;
}

class Live {
  heads: Header[] = [];
  /** Counts up with new heads, once a second at most: for pages that ask again then. */
  beat = 0;
  samples: Sample[] = [];
  status?: Status;
  explanation?: Explanation;
  /** Why there is no status, where there is none. */
  statusError?: RpcError;
  link: LinkState = 'connecting';
  reached = true;
  heapMax: number | null = null;
  heapUsed: number | null = null;
  private beatTimer?: ReturnType<typeof setTimeout>;
  private session = 0;
  private denied: RpcError | null = null;
  private gas = 0;
  private latencies: number[] = [];
  private last?: Counters;
  private listeners = new Set<() => void>();
  private frame = 0;

  listen = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  read = (): Live => this;

  start(): void {
    subscribe(['newHeads'], (head: Header) => this.onHead(head), (state) => {
      this.link = state;
      this.changed();
    });
    const lookBack = () => {
      this.heads = [];
      void this.lookBack().catch(() => {}); // what is not open to this caller is said where it is shown
    };
    onSession(() => {
      this.session++;
      this.denied = null;
      this.statusError = undefined;
      lookBack();
      void this.sample();
    });
    lookBack();
    const turn = async () => {
      if (!document.hidden) await this.sample();
      setTimeout(() => void turn(), SAMPLE_MILLIS);
    };
    void turn();
  }

  /** The newest blocks that were there before the page was opened. */
  private async lookBack(): Promise<void> {
    const top = hexToNumber(await call<string>('eth_blockNumber'));
    const numbers = Array.from({ length: Math.min(LOOK_BACK, top + 1) }, (_, at) => toHex(top - at));
    const found = await Promise.all(numbers.map((number) => call<Header | null>('eth_getBlockByNumber', number, false)));
    const known = new Set(this.heads.map(({ hash }) => hash));
    const past = found.filter((head): head is Header => head !== null && !known.has(head.hash));
    this.heads = [...this.heads, ...past].sort((a, b) => hexToNumber(b.number) - hexToNumber(a.number)).slice(0, HEADS_MAX);
    this.changed();
  }

  private onHead(head: Header): void {
    this.heads = [head, ...this.heads].slice(0, HEADS_MAX);
    this.gas += hexToNumber(head.gasUsed);
    const made = ordered(head.extraData);
    if (this.beatTimer === undefined) {
      this.beatTimer = setTimeout(() => {
        this.beatTimer = undefined;
        this.beat++;
        this.changed();
      }, this.heads.length === 1 ? 0 : BEAT_MILLIS);
    }
    if (made) this.latencies.push(Math.max(0, Date.now() - made.millis));
    this.changed();
  }

  private async sample(): Promise<void> {
    const session = this.session;
    const denied = this.denied; // asked once for each session: the answer stays, and the access log is spared
    const [metrics, status, explanation] = await Promise.allSettled([
      fetchText('/metrics'), denied ? Promise.reject(denied) : call<Status>('bft_getStatus'),
      denied ? Promise.reject(denied) : call<Explanation>('bft_explain')]);
    if (session !== this.session) return; // another one asks by now
    this.status = status.status === 'fulfilled' ? status.value : undefined;
    this.explanation = explanation.status === 'fulfilled' ? explanation.value : undefined;
    const failure = [status, explanation].find((each) => each.status === 'rejected');
    this.statusError = failure?.status === 'rejected' && failure.reason instanceof RpcError ? failure.reason : undefined;
    this.denied = this.statusError?.isDenied && !this.status && !this.explanation ? this.statusError : null;
    this.reached = metrics.status === 'fulfilled' || !(this.statusError && this.statusError.code === 0);
    if (metrics.status === 'fulfilled') this.take(parseMetrics(metrics.value));
    this.changed();
  }

  private take(metrics: Map<string, number>): void {
    const now: Counters = {
      at: Date.now(),
      blocks: metrics.get('quorate_blocks_total') ?? 0,
      transactions: metrics.get('quorate_transactions_total') ?? 0,
    };
    this.heapUsed = metrics.get('heap') ?? null;
    this.heapMax = metrics.get('heapMax') ?? null;
    if (this.last && now.blocks >= this.last.blocks) {
      const seconds = (now.at - this.last.at) / 1000;
      const sorted = [...this.latencies].sort((a, b) => a - b);
      this.samples = [...this.samples, {
        at: now.at / 1000,
        blocks: (now.blocks - this.last.blocks) / seconds,
        transactions: (now.transactions - this.last.transactions) / seconds,
        gas: this.gas / seconds,
        latency: sorted.length > 0 ? sorted[Math.floor(sorted.length / 2)] : null,
        pool: metrics.get('quorate_pool_transactions') ?? null,
        heap: this.heapUsed,
      }].slice(-SAMPLES_MAX);
    }
    this.gas = 0;
    this.latencies = [];
    this.last = now;
  }

  /** Many heads in one frame are drawn once. */
  private changed(): void {
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.listeners.forEach((listener) => listener());
    });
  }
}

/** Prometheus text: values by name, those of several series added up; `heap` and `heapMax` over the heap's areas. */
function parseMetrics(text: string): Map<string, number> {
  const values = new Map<string, number>();
  const add = (name: string, value: number) => values.set(name, (values.get(name) ?? 0) + value);
  for (const line of text.split('\n')) {
    const match = /^([a-zA-Z_:][\w:]*)(\{[^}]*\})? (\S+)$/.exec(line);
    if (!match) continue;
    const value = Number(match[3]);
    if (!Number.isFinite(value)) continue;
    add(match[1], value);
    if (match[2]?.includes('area="heap"') && value >= 0) {
      if (match[1] === 'jvm_memory_used_bytes') add('heap', value);
      if (match[1] === 'jvm_memory_max_bytes') add('heapMax', value);
    }
  }
  return values;
}

export const live = new Live();
