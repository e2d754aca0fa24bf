import { useState } from 'preact/hooks';
import type { AbiFunction } from 'viem';
import { abis, decodeResult, encode, explained, find, forget, keep, kept, parseInput, show, signature, system, type Known } from '../abi';
import { useAsked, useStore } from '../hooks';
import { count, hexToNumber, isAddress, tame, toHex } from '../format';
import { live } from '../live';
import { RpcError, call } from '../rpc';
import { link } from '../router';
import { Answer, Badge, Empty, Facts, Failure, Hash, Loading, PageHead, Panel, Table, Tabs, Address } from '../ui';
import { send, walletStore } from '../wallet';
import { Events } from './transactions';
import type { Log, Receipt } from '../types';

const EVENT_BLOCKS = 1_000;

export function Contracts({ args }: { args: string[] }) {
  if (args.length === 0) return <List />;
  return isAddress(args[0]) ? <Contract key={args[0].toLowerCase()} address={args[0].toLowerCase()} /> : <Failure error={new Error('A contract is named by its address: 0x and 40 hexadecimal digits.')} />;
}

function List() {
  useStore(abis);
  const rows = [...kept().map((known) => ({ known, mine: true })), ...system().map((known) => ({ known, mine: false }))];
  return (
    <>
      <PageHead title="Contracts" lead="With an ABI their calls and events are read by name. ABIs are kept in this browser and told to nobody." />
      <Panel title="Known here" flush>
        <Table caption="Contracts" rows={rows} keyOf={({ known }) => known.address} empty="None yet."
          columns={[
            { head: 'Name', cell: ({ known }) => <a href={link('contracts', known.address)}>{tame(known.label, 40)}</a> },
            { head: 'Address', cell: ({ known }) => <Address value={known.address} full /> },
            { head: 'Functions', numeric: true, cell: ({ known }) => known.abi.filter(({ type }) => type === 'function').length },
            { head: 'Events', numeric: true, cell: ({ known }) => known.abi.filter(({ type }) => type === 'event').length },
            { head: 'From', cell: ({ mine }) => (mine ? <Badge tone="info">this browser</Badge> : <Badge tone="quiet">the chain</Badge>) },
            { head: '', cell: ({ known, mine }) => (mine ? <button type="button" onClick={() => forget(known.address)} aria-label={`Forget ${tame(known.label, 40)}`}>Forget</button> : null) },
          ]} />
      </Panel>
      <Panel title="Add a contract"><AbiForm /></Panel>
    </>
  );
}

function AbiForm({ address: fixed, known }: { address?: string; known?: Known }) {
  const [address, setAddress] = useState(fixed ?? '');
  const [label, setLabel] = useState(known?.label ?? '');
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState('');
  const take = (event: Event) => {
    event.preventDefault();
    try {
      if (!isAddress(address.trim())) throw new Error('the address has to be 0x and 40 hexadecimal digits');
      keep(address.trim(), label.trim() || 'Unnamed contract', text);
      setWrong('');
      setText('');
      location.hash = link('contracts', address.trim().toLowerCase());
    } catch (error) {
      setWrong((error as Error).message);
    }
  };
  return (
    <form class="stack" onSubmit={take}>
      <div class="grid two">
        {!fixed && <label>Address<input class="mono" name="address" value={address} placeholder="0x…" onInput={({ currentTarget }) => setAddress(currentTarget.value)} /></label>}
        <label>Name, for you<input name="label" value={label} maxLength={60} onInput={({ currentTarget }) => setLabel(currentTarget.value)} /></label>
      </div>
      <label>ABI, or a compiler’s artifact (JSON)
        <textarea class="mono" name="abi" rows={6} spellcheck={false} value={text} aria-invalid={wrong !== ''} onInput={({ currentTarget }) => setText(currentTarget.value)} />
      </label>
      <div role="alert">{wrong && <p class="notice bad" data-abi-error>{tame(wrong, 300)}</p>}</div>
      <div class="actions">
        <button type="submit" class="main" disabled={text.trim() === ''}>Keep in this browser</button>
        {!fixed && isAddress(address.trim()) && <a class="button" href={link('contracts', address.trim().toLowerCase())}>Open without an ABI</a>}
      </div>
    </form>
  );
}

const TOKEN: AbiFunction[] = [['name', 'string'], ['symbol', 'string'], ['decimals', 'uint8'], ['totalSupply', 'uint256']].map(([name, type]) => (
  { type: 'function', name, inputs: [], outputs: [{ type, name: '' }], stateMutability: 'view' }));

/** What a token says of itself; null where it is none. Whatever it says is text that somebody chose. */
async function token(address: string): Promise<string[] | null> {
  try {
    const answers = await Promise.all(TOKEN.map(async (entry) => show(decodeResult(entry, await call<string>('eth_call', { to: address, data: encode(entry, []) }, 'latest')))));
    return answers;
  } catch {
    return null;
  }
}

function Contract({ address }: { address: string }) {
  useStore(abis);
  const known = find(address);
  const [tab, setTab] = useState('read');
  const asked = useAsked(`contract ${address}`, async () => {
    const [code, facts] = await Promise.all([call<string>('eth_getCode', address, 'latest'), token(address)]);
    return { code, token: facts };
  });
  const functions = known?.abi.filter((entry): entry is AbiFunction => entry.type === 'function') ?? [];
  const reads = functions.filter(({ stateMutability }) => stateMutability === 'view' || stateMutability === 'pure');
  const writes = functions.filter((entry) => !reads.includes(entry));
  return (
    <>
      <PageHead title={known ? tame(known.label, 40) : 'Contract'} lead={<Hash value={address} what="address" full />}>
        <a class="button" href={link('account', address)}>Account</a>
        <a class="button" href={link('audit', address, '0x0')}>History of a slot</a>
      </PageHead>
      <Panel title="What it is">
        <Answer asked={asked}>
          {({ code, token: facts }) => (code.length <= 2 ? <Empty>There is no code at this address.</Empty> : (
            <Facts rows={[
              ['Code', `${count((code.length - 2) / 2)} bytes`],
              facts && ['Token', <span data-token>{tame(facts[0], 80)} ({tame(facts[1], 20)})</span>],
              facts && ['Supply', `${supply(facts)} with ${facts[2]} decimals`],
            ]} />
          ))}
        </Answer>
      </Panel>
      <Tabs label="Contract" chosen={tab} onChoose={setTab}
        choices={[['read', `Read (${reads.length})`], ['write', `Write (${writes.length})`], ['events', 'Events'], ['abi', 'ABI']]} />
      <div role="tabpanel" aria-label={tab}>
        {tab === 'read' && <Functions title="Read" entries={reads} address={address} known={known} />}
        {tab === 'write' && <Functions title="Write" entries={writes} address={address} known={known} writes />}
        {tab === 'events' && <ContractEvents address={address} />}
        {tab === 'abi' && <Panel title={known ? 'Replace its ABI' : 'Give its ABI'}><AbiForm address={address} known={known} /></Panel>}
      </div>
    </>
  );
}

function supply([, , decimals, total]: string[]): string {
  const places = Number(decimals);
  if (!/^\d+$/.test(total) || !Number.isInteger(places) || places < 0 || places > 77) return total;
  const digits = total.padStart(places + 1, '0');
  const fraction = places > 0 ? digits.slice(-places).replace(/0+$/, '') : '';
  return `${count(BigInt(places > 0 ? digits.slice(0, -places) : digits))}${fraction ? `.${fraction}` : ''}`;
}

function Functions({ title, entries, address, known, writes }: { title: string; entries: AbiFunction[]; address: string; known?: Known; writes?: boolean }) {
  const { connected } = useStore(walletStore);
  if (!known) return <Panel title={title}><Empty>No ABI is kept for this contract. Give one under “ABI”.</Empty></Panel>;
  if (entries.length === 0) return <Panel title={title}><Empty>Its ABI has no such function.</Empty></Panel>;
  return (
    <Panel title={title} flush aside={writes && (connected ? <>as <Address value={connected.account} /></> : 'Connect a wallet to write')}>
      {entries.map((entry) => <Call key={signature(entry)} entry={entry} address={address} writes={writes} />)}
    </Panel>
  );
}

type Outcome = { value: string[] } | { hash: string } | { error: Error };

function Call({ entry, address, writes }: { entry: AbiFunction; address: string; writes?: boolean }) {
  const { connected } = useStore(walletStore);
  const [texts, setTexts] = useState<string[]>(entry.inputs.map(() => ''));
  const [value, setValue] = useState('');
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [busy, setBusy] = useState(false);
  const run = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setOutcome(null);
    try {
      const data = encode(entry, entry.inputs.map((input, at) => parseInput(input, texts[at])));
      if (writes) {
        if (value !== '' && !/^\d{1,40}$/.test(value)) throw new Error('value: expected a whole number of wei');
        setOutcome({ hash: await send(address, data, value === '' ? 0n : BigInt(value)) });
      } else {
        const answer = decodeResult(entry, await call<string>('eth_call', { to: address, data, ...(connected ? { from: connected.account } : {}) }, 'latest'));
        const values = entry.outputs.length > 1 ? answer as unknown[] : [answer];
        setOutcome({ value: entry.outputs.map(({ name, type }, at) => `${name ? `${name}: ` : ''}${show(values[at])} (${type})`) });
      }
    } catch (error) {
      const told = explained(error, address);
      setOutcome({ error: told instanceof RpcError ? told : new Error(told.message.split('\n')[0]) });
    }
    setBusy(false);
  };
  return (
    <details class="call" data-function={entry.name}>
      <summary>{signature(entry)}{entry.stateMutability === 'payable' && <Badge tone="warn">payable</Badge>}</summary>
      <form class="stack" onSubmit={(event) => void run(event)}>
        {entry.inputs.map((input, at) => (
          <label key={at}>{input.name || `parameter ${at}`} <span class="mono">{input.type}</span>
            <input class="mono" value={texts[at]} onInput={({ currentTarget }) => setTexts(texts.map((text, other) => (other === at ? currentTarget.value : text)))} />
          </label>
        ))}
        {entry.stateMutability === 'payable' && <label>value in wei<input class="mono" value={value} onInput={({ currentTarget }) => setValue(currentTarget.value)} /></label>}
        <div><button type="submit" class={writes ? 'main' : ''} disabled={busy || (writes && !connected)}>{busy ? (writes ? 'Waiting for the wallet…' : 'Asking…') : writes ? 'Write' : 'Read'}</button></div>
      </form>
      <div class="result" role="status">
        {outcome && 'value' in outcome && <pre data-result>{outcome.value.length === 0 ? 'It gives nothing.' : outcome.value.map((line) => tame(line, 4000)).join('\n')}</pre>}
        {outcome && 'hash' in outcome && <Sent hash={outcome.hash} />}
        {outcome && 'error' in outcome && <Failure error={outcome.error} />}
      </div>
    </details>
  );
}

/** Follows a transaction until it is in a block. */
export function Sent({ hash }: { hash: string }) {
  const { beat } = useStore(live);
  const asked = useAsked(`sent ${hash}`, () => call<Receipt | null>('eth_getTransactionReceipt', hash), 2_000, beat);
  const receipt = asked.value;
  return (
    <p class={`notice ${receipt ? (receipt.status === '0x1' ? 'ok' : 'bad') : 'info'}`} data-sent={receipt ? receipt.status : 'waiting'}>
      {receipt ? (receipt.status === '0x1' ? 'It is in a block, final. ' : 'It is in a block and reverted. ') : 'Sent; it waits for its block. '}
      <a href={link('tx', hash)}>Transaction</a>
    </p>
  );
}

function ContractEvents({ address }: { address: string }) {
  const { beat } = useStore(live);
  const asked = useAsked(`events ${address}`, async () => {
    const top = hexToNumber(await call<string>('eth_blockNumber'));
    const logs = await call<Log[]>('eth_getLogs', { address, fromBlock: toHex(Math.max(0, top - EVENT_BLOCKS + 1)), toBlock: toHex(top) });
    return logs.reverse();
  }, 0, beat);
  return (
    <Panel title={`Events of the last ${count(EVENT_BLOCKS)} blocks`} flush>
      {asked.value === undefined && !asked.error ? <Loading /> : <Answer asked={asked}>{(logs) => <Events logs={logs} withTransaction />}</Answer>}
    </Panel>
  );
}
