// The three contracts of the members (docs/governance.md), read by calls at one block.
import { decodeFunctionResult, encodeFunctionData, type Abi } from 'viem';
import { abi as governanceAbi } from '../../contracts/src/main/resources/contracts/Governance.json';
import { abi as permissionsAbi } from '../../contracts/src/main/resources/contracts/Permissions.json';
import { abi as registryAbi } from '../../contracts/src/main/resources/contracts/Registry.json';
import type { Known } from './abi';
import { call } from './rpc';

const address = (last: string) => `0x${last.padStart(40, '0')}`;

export const REGISTRY: Known = { address: address('5100'), label: 'Registry', abi: registryAbi as unknown as Abi };
export const PERMISSIONS: Known = { address: address('5101'), label: 'Permissions', abi: permissionsAbi as unknown as Abi };
export const GOVERNANCE: Known = { address: address('5102'), label: 'Governance', abi: governanceAbi as unknown as Abi };
export const SYSTEM_CONTRACTS: Known[] = [REGISTRY, PERMISSIONS, GOVERNANCE];

const PAGE = 128;
const PROPOSALS_MAX = 50;

async function ask<T>(contract: Known, block: string, functionName: string, ...args: unknown[]): Promise<T> {
  const data = encodeFunctionData({ abi: contract.abi, functionName, args });
  const answer = await call<string>('eth_call', { to: contract.address, data }, block);
  return decodeFunctionResult({ abi: contract.abi, functionName, data: answer as `0x${string}` }) as T;
}

/** All of a list that a contract gives page by page. */
async function pages<T>(contract: Known, block: string, functionName: string, ...first: unknown[]): Promise<T[]> {
  const all: T[] = [];
  for (;;) {
    const page = await ask<readonly T[]>(contract, block, functionName, ...first, BigInt(all.length), BigInt(PAGE));
    all.push(...page);
    if (page.length < PAGE || all.length >= 4096) return all;
  }
}

export interface Node {
  number: number;
  organisation: number;
  role: number;
  state: number;
  ready: boolean;
  name: string;
  endpoint: string;
  operator: string;
  jurisdiction: string;
  account: string;
  tlsFingerprint: string;
}

export interface Organisation {
  number: number;
  state: number;
  nodes: number;
  name: string;
  accounts: Account[];
}

export interface Account {
  address: string;
  roles: number;
  suspended: boolean;
}

export interface Plan {
  n: number;
  c: number;
  f: number;
  quorum: number;
  joining: number;
  leaving: number;
  waiting: number;
}

export interface Epoch {
  number: bigint;
  start: bigint;
  n: number;
  c: number;
}

export interface Proposal {
  id: number;
  state: number;
  organisation: number;
  breakGlass: boolean;
  expiresAt: bigint;
  proposer: string;
  description: string;
  actions: readonly { target: string; data: string }[];
  approvals: readonly number[];
  counted: bigint;
  needed: bigint;
}

export interface MembersView {
  block: bigint;
  nodes: Node[];
  organisations: Organisation[];
  epoch: Epoch;
  plan: Plan;
  enforced: number;
  settings: { numerator: number; denominator: number; lifetime: number; proposals: bigint };
  proposals: Proposal[];
  /** Older ones than are shown. */
  earlier: number;
}

/** Null on a chain without these contracts. */
export async function readMembers(): Promise<MembersView | null> {
  const block = await call<string>('eth_blockNumber');
  if ((await call<string>('eth_getCode', REGISTRY.address, block)).length <= 2) return null;
  const [nodeNumbers, organisationNumbers, epoch, plan, rules, settings] = await Promise.all([
    pages<number>(REGISTRY, block, 'nodes'),
    pages<number>(REGISTRY, block, 'organisations'),
    ask<readonly [Epoch, string]>(REGISTRY, block, 'currentEpoch'),
    ask<Plan>(REGISTRY, block, 'plan'),
    ask<readonly [number, number]>(PERMISSIONS, block, 'rules'),
    ask<MembersView['settings']>(GOVERNANCE, block, 'settings'),
  ]);
  const nodes = await Promise.all(nodeNumbers.map(async (number) => ({ ...(await ask<Omit<Node, 'number'>>(REGISTRY, block, 'nodeRecord', number)), number })));
  const organisations = await Promise.all(organisationNumbers.map(async (number) => {
    const record = await ask<{ state: number; nodes: number; name: string }>(REGISTRY, block, 'organisationRecord', number);
    const accounts = await pages<string>(PERMISSIONS, block, 'accounts', number);
    const infos = await Promise.all(accounts.slice(0, PAGE).map(async (account) => {
      const [, roles, suspended] = await ask<readonly [number, number, boolean, boolean]>(PERMISSIONS, block, 'accountInfo', account);
      return { address: account, roles, suspended };
    }));
    return { ...record, number, accounts: infos };
  }));
  const total = Number(settings.proposals);
  const earlier = Math.max(0, total - PROPOSALS_MAX);
  const states = total > 0 ? await ask<readonly number[]>(GOVERNANCE, block, 'states', BigInt(earlier), BigInt(PROPOSALS_MAX)) : [];
  const proposals = await Promise.all(states.map(async (state, at) => {
    const id = earlier + at + 1;
    const [stored, [counted, needed]] = await Promise.all([
      ask<Omit<Proposal, 'id' | 'counted' | 'needed'>>(GOVERNANCE, block, 'proposal', BigInt(id)),
      ask<readonly [bigint, bigint]>(GOVERNANCE, block, 'tally', BigInt(id)),
    ]);
    return { ...stored, id, state, counted, needed };
  }));
  return {
    block: BigInt(block), nodes: nodes.sort((a, b) => a.number - b.number), organisations: organisations.sort((a, b) => a.number - b.number),
    epoch: epoch[0], plan, enforced: rules[0], settings, proposals: proposals.reverse(), earlier,
  };
}

const named = (names: [number, string][]) => (flags: number): string[] => names.filter(([bit]) => (flags & bit) !== 0).map(([, name]) => name);

export const roleNames = named([[1, 'admin'], [2, 'deployer'], [4, 'sender'], [8, 'auditor'], [16, 'reader']]);
export const enforcedNames = named([[1, 'senders'], [2, 'deployers'], [4, 'contracts'], [8, 'readers']]);

/** What the rules say of one account; null on a chain without these contracts. */
export async function readAccountRules(account: string): Promise<{ organisation: number; roles: string[]; suspended: boolean } | null> {
  if ((await call<string>('eth_getCode', PERMISSIONS.address, 'latest')).length <= 2) return null;
  const [organisation, roles, suspended] = await ask<readonly [number, number, boolean, boolean]>(PERMISSIONS, 'latest', 'accountInfo', account);
  return { organisation, roles: roleNames(roles), suspended };
}

export const governanceCall = (functionName: 'approve' | 'withdrawApproval' | 'execute' | 'cancel', id: number): string =>
  encodeFunctionData({ abi: GOVERNANCE.abi, functionName, args: [BigInt(id)] });
