// A wallet that the browser brings (EIP-6963, or EIP-1193 alone). Keys never come here; the wallet signs and sends.
import { toHex } from './format';
import { call } from './rpc';

interface Provider {
  request: (request: { method: string; params?: unknown[] }) => Promise<unknown>;
  on?: (event: string, listener: (value: never) => void) => void;
}

export interface Wallet {
  id: string;
  name: string;
  provider: Provider;
}

const wallets = new Map<string, Wallet>();
const listeners = new Set<() => void>();
const WALLETS_MAX = 20;

export interface Connected {
  wallet: Wallet;
  account: string;
}

let connected: Connected | null = null;
const changed = () => listeners.forEach((listener) => listener());

export const walletStore = {
  listen: (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  read: () => ({ wallets: [...wallets.values()], connected }),
};

export function lookForWallets(): void {
  window.addEventListener('eip6963:announceProvider', (event) => {
    const { info, provider } = (event as CustomEvent<{ info?: { uuid?: unknown; name?: unknown }; provider?: Provider }>).detail ?? {};
    if (typeof info?.uuid !== 'string' || typeof provider?.request !== 'function' || wallets.size >= WALLETS_MAX) return;
    wallets.set(info.uuid, { id: info.uuid, name: String(info.name ?? 'wallet').slice(0, 60), provider });
    changed();
  });
  window.dispatchEvent(new Event('eip6963:requestProvider'));
  const plain = (window as { ethereum?: Provider }).ethereum;
  if (wallets.size === 0 && typeof plain?.request === 'function') {
    wallets.set('plain', { id: 'plain', name: 'browser wallet', provider: plain });
    changed();
  }
}

const codeOf = (error: unknown) => (error as { code?: number } | null)?.code;

/** A wallet's error, which need not be one, as an error with a message. */
export function asError(error: unknown): Error {
  const message = (error as { message?: unknown } | null)?.message;
  const data = (error as { data?: unknown } | null)?.data;
  return Object.assign(new Error(codeOf(error) === 4001 ? 'you refused it in the wallet' : typeof message === 'string' ? message : 'the wallet failed without saying why'), { data });
}

/** Asks for an account, and for the chain of this replica, which the wallet gets to know if it does not. */
export async function connect(wallet: Wallet): Promise<void> {
  try {
    const accounts = (await wallet.provider.request({ method: 'eth_requestAccounts' })) as unknown;
    const account = Array.isArray(accounts) ? String(accounts[0]) : '';
    if (!/^0x[0-9a-fA-F]{40}$/.test(account)) throw new Error('the wallet named no account');
    await chooseChain(wallet);
    connected = { wallet, account };
    wallet.provider.on?.('accountsChanged', (next: string[]) => {
      if (connected?.wallet !== wallet) return;
      connected = next.length > 0 ? { wallet, account: next[0] } : null;
      changed();
    });
    changed();
  } catch (error) {
    throw asError(error);
  }
}

async function chooseChain({ provider }: Wallet): Promise<void> {
  const chainId = await call<string>('eth_chainId');
  if ((await provider.request({ method: 'eth_chainId' })) === chainId) return;
  try {
    await provider.request({ method: 'wallet_switchEthereumChain', params: [{ chainId }] });
  } catch (error) {
    if (codeOf(error) !== 4902) throw error;
    await provider.request({
      method: 'wallet_addEthereumChain',
      params: [{
        chainId, chainName: `Quorate ${BigInt(chainId)}`, rpcUrls: [location.origin],
        nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      }],
    });
  }
}

export function disconnect(): void {
  connected = null;
  changed();
}

/** Gives the transaction's hash once the wallet has sent it. */
export async function send(to: string, data: string, value: bigint): Promise<string> {
  if (!connected) throw new Error('connect a wallet first');
  const { wallet, account } = connected;
  try {
    await chooseChain(wallet);
    const hash = await wallet.provider.request({
      method: 'eth_sendTransaction',
      params: [{ from: account, to, data, ...(value > 0n ? { value: toHex(value) } : {}) }],
    });
    if (typeof hash !== 'string' || !/^0x[0-9a-fA-F]{64}$/.test(hash)) throw new Error('the wallet gave no transaction hash');
    return hash;
  } catch (error) {
    throw asError(error);
  }
}
