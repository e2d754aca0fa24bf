// Interfaces of contracts: kept in this browser alone, checked before use, and used to read calls and events.
import {
  decodeErrorResult, decodeEventLog, decodeFunctionData, decodeFunctionResult, encodeFunctionData, toEventSelector, toFunctionSelector,
  type Abi, type AbiEvent, type AbiFunction, type AbiParameter, type Hex,
} from 'viem';

const BYTES_MAX = 512 * 1024;
const ENTRIES_MAX = 2_000;
const PARAMETERS_MAX = 64;
const DEPTH_MAX = 8;
const CONTRACTS_MAX = 200;
const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]{0,127}$/;
const TYPE = /^(?:u?int(?:8|16|24|32|40|48|56|64|72|80|88|96|104|112|120|128|136|144|152|160|168|176|184|192|200|208|216|224|232|240|248|256)|address|bool|string|function|tuple|bytes(?:[1-9]|[12]\d|3[0-2])?)(?:\[\d{0,4}\]){0,4}$/;
const KINDS = new Set(['function', 'event', 'error', 'constructor', 'fallback', 'receive']);
const MUTABILITIES = new Set(['pure', 'view', 'nonpayable', 'payable']);

export interface Known {
  address: string;
  label: string;
  abi: Abi;
}

const shortened = (value: unknown): string => {
  const text = typeof value === 'string' ? value : JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};

function parameters(value: unknown, where: string, depth: number): AbiParameter[] {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length > PARAMETERS_MAX) throw new Error(`${where}: expected a list of at most ${PARAMETERS_MAX} parameters`);
  return value.map((entry: Record<string, unknown>, at) => {
    const { type, name, components, indexed } = entry ?? {};
    if (typeof type !== 'string' || !TYPE.test(type)) throw new Error(`${where}, parameter ${at}: ${shortened(type)} is no type of the ABI`);
    if (name !== undefined && name !== '' && (typeof name !== 'string' || !IDENTIFIER.test(name))) {
      throw new Error(`${where}, parameter ${at}: ${shortened(name)} is no name that Solidity allows`);
    }
    const clean: Record<string, unknown> = { type, name: name ?? '' };
    if (indexed === true) clean.indexed = true;
    if (type.startsWith('tuple')) {
      if (depth >= DEPTH_MAX) throw new Error(`${where}: tuples are nested deeper than ${DEPTH_MAX}`);
      clean.components = parameters(components, where, depth + 1);
    }
    return clean as unknown as AbiParameter;
  });
}

/** Reads an ABI, alone or in a compiler's artifact; throws an error that names the entry that is wrong. Nothing else is kept. */
export function parseAbiText(text: string): Abi {
  if (text.length > BYTES_MAX) throw new Error(`the ABI is larger than ${BYTES_MAX / 1024} KiB`);
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    throw new Error('this is no JSON; expected an ABI (a list), or an artifact with a field "abi"');
  }
  const list = Array.isArray(said) ? said : (said as { abi?: unknown } | null)?.abi;
  if (!Array.isArray(list)) throw new Error('expected an ABI (a list), or an artifact with a field "abi"');
  if (list.length > ENTRIES_MAX) throw new Error(`the ABI has ${list.length} entries, at most ${ENTRIES_MAX} are read`);
  return list.map((entry: Record<string, unknown>, at) => {
    const { type, name, stateMutability, anonymous } = entry ?? {};
    if (typeof type !== 'string' || !KINDS.has(type)) throw new Error(`entry ${at}: ${shortened(type)} is no kind of entry`);
    const clean: Record<string, unknown> = { type };
    if (type === 'function' || type === 'event' || type === 'error') {
      if (typeof name !== 'string' || !IDENTIFIER.test(name)) throw new Error(`entry ${at}: ${shortened(name)} is no name that Solidity allows`);
      clean.name = name;
    }
    if (type !== 'fallback' && type !== 'receive') clean.inputs = parameters(entry.inputs, `entry ${at}`, 0);
    if (type === 'function') clean.outputs = parameters(entry.outputs, `entry ${at}`, 0);
    if (type !== 'event' && type !== 'error') {
      clean.stateMutability = MUTABILITIES.has(String(stateMutability)) ? stateMutability : 'nonpayable';
    }
    if (anonymous === true) clean.anonymous = true;
    return clean;
  }) as unknown as Abi;
}

const PREFIX = 'quorate.abi.';
const listeners = new Set<() => void>();
let chain = '0';
let known = new Map<string, Known>();
let builtIn: Known[] = [];

/** `contracts` that need no ABI from anybody; those kept for `chainId` are read. */
export function openAbis(chainId: string, contracts: Known[]): void {
  chain = chainId;
  builtIn = contracts;
  known = new Map();
  for (let at = 0; at < localStorage.length && known.size < CONTRACTS_MAX; at++) {
    const key = localStorage.key(at) ?? '';
    if (!key.startsWith(`${PREFIX}${chain}.`)) continue;
    try {
      const { label, abi } = JSON.parse(localStorage.getItem(key) ?? '') as { label: unknown; abi: unknown };
      const address = key.slice(`${PREFIX}${chain}.`.length);
      known.set(address, { address, label: String(label), abi: parseAbiText(JSON.stringify(abi)) });
    } catch {
      localStorage.removeItem(key); // what cannot be read now will not be later either
    }
  }
  listeners.forEach((listener) => listener());
}

export const abis = {
  listen: (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  read: () => known,
};

export const kept = (): Known[] => [...known.values()];
export const system = (): Known[] => builtIn;

export function find(address: string | null): Known | undefined {
  const key = address?.toLowerCase() ?? '';
  return known.get(key) ?? builtIn.find((each) => each.address === key);
}

export function keep(address: string, label: string, text: string): void {
  const abi = parseAbiText(text);
  if (known.size >= CONTRACTS_MAX && !known.has(address.toLowerCase())) throw new Error(`at most ${CONTRACTS_MAX} contracts are kept`);
  localStorage.setItem(`${PREFIX}${chain}.${address.toLowerCase()}`, JSON.stringify({ label, abi }));
  known.set(address.toLowerCase(), { address: address.toLowerCase(), label, abi });
  listeners.forEach((listener) => listener());
}

export function forget(address: string): void {
  localStorage.removeItem(`${PREFIX}${chain}.${address.toLowerCase()}`);
  known.delete(address.toLowerCase());
  listeners.forEach((listener) => listener());
}

export const signature = ({ name, inputs }: AbiFunction | AbiEvent): string => `${name}(${inputs.map(({ type }) => type).join(', ')})`;

export interface Decoded {
  name: string;
  args: { name: string; type: string; value: unknown }[];
}

function named(inputs: readonly AbiParameter[], values: readonly unknown[]): Decoded['args'] {
  return inputs.map(({ name, type }, at) => ({ name: name || `#${at}`, type, value: values[at] }));
}

/** Null where no ABI is known, or the data are not of it. */
export function decodeCall(to: string | null, input: string): Decoded | null {
  const contract = find(to);
  if (!contract || input.length < 10) return null;
  try {
    const { functionName, args } = decodeFunctionData({ abi: contract.abi, data: input as Hex });
    const entry = contract.abi.find((each): each is AbiFunction => each.type === 'function' && each.name === functionName
      && toFunctionSelector(each) === input.slice(0, 10))!;
    return { name: functionName, args: named(entry.inputs, (args ?? []) as readonly unknown[]) };
  } catch {
    return null;
  }
}

export function decodeLog(address: string, topics: string[], data: string): Decoded | null {
  const contract = find(address);
  if (!contract || topics.length === 0) return null;
  const entry = contract.abi.find((each): each is AbiEvent => each.type === 'event' && toEventSelector(each) === topics[0]);
  if (!entry) return null;
  try {
    const unnamed = entry.inputs.map((input, at) => ({ ...input, name: `a${at}` }));
    const { args } = decodeEventLog({ abi: [{ ...entry, inputs: unnamed }], topics: topics as [Hex, ...Hex[]], data: data as Hex });
    const values = args as unknown as Record<string, unknown>;
    return { name: entry.name, args: named(entry.inputs, entry.inputs.map((_, at) => values[`a${at}`])) };
  } catch {
    return null;
  }
}

export const encode = (entry: AbiFunction, args: unknown[]): Hex => encodeFunctionData({ abi: [entry], functionName: entry.name, args });
export const decodeResult = (entry: AbiFunction, data: string): unknown => decodeFunctionResult({ abi: [entry], functionName: entry.name, data: data as Hex });

/** What a revert says by the errors of the contract's ABI; null where it is not among them. */
export function decodeRevert(address: string, data: unknown): string | null {
  const contract = find(address);
  if (!contract || typeof data !== 'string' || data.length < 10) return null;
  try {
    const { errorName, args } = decodeErrorResult({ abi: contract.abi, data: data as Hex });
    return `${errorName}(${((args ?? []) as readonly unknown[]).map((arg) => show(arg)).join(', ')})`;
  } catch {
    return null;
  }
}

/** The same error, which says what the contract meant if that is known. */
export function explained(error: unknown, address: string): Error {
  const plain = error instanceof Error ? error : new Error(String(error));
  const reason = decodeRevert(address, (error as { data?: unknown } | null)?.data);
  return reason ? new Error(`the contract refuses it: ${reason}`) : plain;
}

/** A value as a person reads it; the lengths are bounded, since a contract chose them. */
export function show(value: unknown, depth = 0): string {
  if (typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return value.length > 400 ? `${value.slice(0, 400)}… (${value.length} characters)` : value;
  if (depth > DEPTH_MAX) return '…';
  if (Array.isArray(value)) {
    const shown = value.slice(0, 50).map((each) => show(each, depth + 1));
    return `[${shown.join(', ')}${value.length > 50 ? `, … ${value.length} in all` : ''}]`;
  }
  if (value && typeof value === 'object') {
    return `{${Object.entries(value).map(([name, each]) => `${name}: ${show(each, depth + 1)}`).join(', ')}}`;
  }
  return String(value);
}

/** What a person typed for a parameter. Lists and tuples are JSON. */
export function parseInput({ type, name }: AbiParameter, text: string): unknown {
  const wrong = (expected: string) => new Error(`${name || type}: expected ${expected}`);
  if (type.endsWith(']') || type.startsWith('tuple')) {
    try {
      return JSON.parse(text);
    } catch {
      throw wrong('JSON, such as ["1", "2"]');
    }
  }
  if (type === 'bool') {
    if (text !== 'true' && text !== 'false') throw wrong('true or false');
    return text === 'true';
  }
  if (/^u?int/.test(type)) {
    if (!/^-?(?:\d{1,78}|0x[0-9a-fA-F]{1,64})$/.test(text.trim())) throw wrong('a whole number, decimal or hexadecimal after 0x');
    return BigInt(text.trim());
  }
  if (type === 'address' && !/^0x[0-9a-fA-F]{40}$/.test(text.trim())) throw wrong('0x and 40 hexadecimal digits');
  if (type.startsWith('bytes') && !/^0x(?:[0-9a-fA-F]{2})*$/.test(text.trim())) throw wrong('0x and pairs of hexadecimal digits');
  return type === 'string' ? text : text.trim().toLowerCase();
}
