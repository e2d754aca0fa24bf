// Numbers, times and hexadecimal text as people read them. Everything here returns text, never markup.

export const hexToNumber = (hex: string): number => Number(BigInt(hex));
export const toHex = (value: number | bigint): string => `0x${value.toString(16)}`;

const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

export const count = (value: number | bigint): string => whole.format(value);

/** Three significant digits at most, with a unit of thousands. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return '–';
  for (const [unit, size] of [['G', 1e9], ['M', 1e6], ['k', 1e3]] as const) {
    if (Math.abs(value) >= size) return `${digits(value / size)} ${unit}`;
  }
  return digits(value);
}

const digits = (value: number): string => (Math.abs(value) >= 100 || Number.isInteger(value) ? value.toFixed(0)
  : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2));

export function bytes(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value >= 2 ** 30) return `${(value / 2 ** 30).toFixed(2)} GiB`;
  return value >= 2 ** 20 ? `${(value / 2 ** 20).toFixed(0)} MiB` : `${(value / 1024).toFixed(0)} KiB`;
}

export function duration(millis: number): string {
  if (millis < 1000) return `${Math.round(millis)} ms`;
  const seconds = millis / 1000;
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
}

/** Local time, to the second, in a form that sorts. */
export function time(seconds: number): string {
  const date = new Date(seconds * 1000);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} `
    + `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

/** Beginning and end of a hash or an address. */
export function middle(hex: string, lead = 10, tail = 6): string {
  return hex.length <= lead + tail + 1 ? hex : `${hex.slice(0, lead)}…${hex.slice(-tail)}`;
}

/** Wei as ether, exactly, without trailing zeros. */
export function ether(wei: bigint): string {
  const text = wei.toString().padStart(19, '0');
  const fraction = text.slice(-18).replace(/0+$/, '');
  return `${count(BigInt(text.slice(0, -18)))}${fraction ? `.${fraction}` : ''} ETH`;
}

export const isHash = (text: string): boolean => /^0x[0-9a-fA-F]{64}$/.test(text);
export const isAddress = (text: string): boolean => /^0x[0-9a-fA-F]{40}$/.test(text);

/** At most so many characters of a text that somebody else chose, without characters that hide or reorder others. */
export function tame(text: string, max = 200): string {
  const plain = text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '\ufffd');
  return plain.length > max ? `${plain.slice(0, max)}…` : plain;
}

export interface Ordered {
  epoch: bigint;
  sequence: bigint;
  millis: number;
  proposer: number;
}

/** What an ordered block says in `extraData` (ARCHITECTURE.md); null for genesis and imported blocks. */
export function ordered(extraData: string): Ordered | null {
  if (extraData.length !== 60 || !extraData.startsWith('0x01')) return null;
  const part = (from: number, size: number) => BigInt(`0x${extraData.slice(2 + 2 * from, 2 + 2 * (from + size))}`);
  return { epoch: part(1, 8), sequence: part(9, 8), millis: Number(part(17, 8)), proposer: Number(part(25, 4)) };
}
