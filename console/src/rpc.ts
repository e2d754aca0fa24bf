// JSON-RPC of the replica that served this page: requests over HTTP, gathered into batches, subscriptions over WebSocket.
import { onSession, token } from './session';

const TIMEOUT_MILLIS = 30_000;
const BATCH_MAX = 100;
const RECONNECT_MILLIS_MAX = 15_000;

export const UNAUTHORIZED = -40100;
const METHOD_NOT_FOUND = -32601;

export class RpcError extends Error {
  constructor(readonly code: number, message: string, readonly method: string, readonly data?: unknown) {
    super(message);
  }

  /** Whether asking as somebody else might help. */
  get isDenied(): boolean {
    return this.code === UNAUTHORIZED || (this.code === METHOD_NOT_FOUND && this.message.includes('is not open here'));
  }
}

interface Waiting {
  method: string;
  params: unknown[];
  resolve: (value: never) => void;
  reject: (error: Error) => void;
}

interface Answer {
  id?: number;
  result?: unknown;
  error?: { code: number; message: string; data?: unknown };
}

let queue: Waiting[] = [];

export function call<T>(method: string, ...params: unknown[]): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (queue.length === 0) setTimeout(flush, 0);
    queue.push({ method, params, resolve: resolve as (value: never) => void, reject });
  });
}

function flush(): void {
  const all = queue;
  queue = [];
  for (let at = 0; at < all.length; at += BATCH_MAX) void post(all.slice(at, at + BATCH_MAX));
}

export function authorization(): Record<string, string> {
  const shown = token();
  return shown ? { authorization: `Bearer ${shown}` } : {};
}

async function post(batch: Waiting[]): Promise<void> {
  try {
    const bodies = batch.map(({ method, params }, id) => ({ jsonrpc: '2.0', id, method, params }));
    const response = await fetch('/', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization() },
      body: JSON.stringify(bodies.length === 1 ? bodies[0] : bodies),
      signal: AbortSignal.timeout(TIMEOUT_MILLIS),
      credentials: 'same-origin',
    });
    const said = (await response.json()) as Answer | Answer[];
    const answers = Array.isArray(said) ? said : [said];
    const refusal = Array.isArray(said) ? undefined : said.error;
    batch.forEach((waiting, id) => settle(waiting, answers.find((answer) => answer.id === id), refusal));
  } catch (failure) {
    const message = failure instanceof DOMException && failure.name === 'TimeoutError'
      ? 'the replica did not answer within 30 seconds' : 'the replica cannot be reached';
    batch.forEach(({ method, reject }) => reject(new RpcError(0, message, method)));
  }
}

function settle({ method, resolve, reject }: Waiting, answer: Answer | undefined, refusal: Answer['error']): void {
  const error = answer?.error ?? (answer ? undefined : refusal);
  if (error) reject(new RpcError(error.code, error.message, method, error.data));
  else if (answer) resolve(answer.result as never);
  else reject(new RpcError(0, 'the replica left the request unanswered', method));
}

export type LinkState = 'connecting' | 'live' | 'lost' | 'denied';

/** One subscription that outlives its connection: reconnects with growing pauses, and at once when the session changes. */
export function subscribe(params: unknown[], onEvent: (event: never) => void, onState: (state: LinkState) => void): () => void {
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = 500;
  let ended = false;

  const open = () => {
    clearTimeout(timer);
    onState('connecting');
    const shown = token();
    const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/`;
    const opening = new WebSocket(address, shown ? ['quorate', `quorate.bearer.${shown}`] : []);
    socket = opening;
    opening.onopen = () => opening.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_subscribe', params }));
    opening.onmessage = ({ data }) => {
      const said = JSON.parse(String(data)) as Answer & { method?: string; params?: { result: never } };
      if (said.error) onState('denied');
      else if (said.id === 1) {
        pause = 500;
        onState('live');
      } else if (said.method === 'eth_subscription' && said.params) onEvent(said.params.result);
    };
    opening.onclose = () => {
      if (ended || socket !== opening) return;
      onState('lost');
      timer = setTimeout(open, pause);
      pause = Math.min(pause * 2, RECONNECT_MILLIS_MAX);
    };
  };
  const reopen = () => {
    const old = socket;
    socket = undefined;
    old?.close();
    open();
  };
  const leave = onSession(reopen);
  open();
  return () => {
    ended = true;
    clearTimeout(timer);
    leave();
    socket?.close();
  };
}

/** A page of the replica beside JSON-RPC, such as its metrics. */
export async function fetchText(path: string): Promise<string> {
  const response = await fetch(path, { headers: authorization(), signal: AbortSignal.timeout(TIMEOUT_MILLIS) });
  const text = await response.text();
  if (!response.ok) throw new RpcError(response.status === 401 || response.status === 403 ? UNAUTHORIZED : response.status, text.trim(), path);
  return text;
}
