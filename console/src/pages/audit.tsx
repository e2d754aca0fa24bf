import { useState } from 'preact/hooks';
import { useAsked } from '../hooks';
import { ether, hexToNumber, isAddress, tame, time } from '../format';
import { call } from '../rpc';
import { link } from '../router';
import { Address, Answer, Badge, BlockLink, Empty, Hash, PageHead, Panel, Table } from '../ui';

const PAGE = 50;

interface Change {
  blockNumber: string;
  blockHash: string;
  timestamp: string;
  oldValue: string;
  newValue: string;
  cause: string;
  transactionHash?: string;
  from?: string;
  to?: string | null;
  callPath?: (string | { to?: string; address?: string })[];
}

interface History {
  changes: Change[];
  next: unknown;
}

const ENTRIES = ['balance', 'nonce', 'code'];

/** A storage key as 32 bytes; null where it is none. A decimal number names the slot of that place. */
export function storageKey(text: string): string | null {
  const sought = text.trim();
  if (/^\d{1,9}$/.test(sought)) return `0x${BigInt(sought).toString(16).padStart(64, '0')}`;
  return /^0x[0-9a-fA-F]{1,64}$/.test(sought) ? `0x${sought.slice(2).padStart(64, '0').toLowerCase()}` : null;
}

export function Audit({ args }: { args: string[] }) {
  const [address, entry] = args;
  const named = entry && (ENTRIES.includes(entry) ? entry : storageKey(entry));
  return (
    <>
      <PageHead title="Audit" lead="Every change of one entry of the state, with the transaction that made it." />
      <Form key={`${address} ${entry}`} address={address ?? ''} entry={entry ?? 'balance'} />
      {address && isAddress(address) && named
        ? <HistoryView key={`${address} ${named}`} address={address} entry={named} />
        : <Panel title="History"><Empty>Choose an account, and its balance, nonce, code, or a slot of its storage.</Empty></Panel>}
    </>
  );
}

function Form({ address: first, entry: chosen }: { address: string; entry: string }) {
  const [address, setAddress] = useState(first);
  const [kind, setKind] = useState(ENTRIES.includes(chosen) ? chosen : 'slot');
  const [slot, setSlot] = useState(ENTRIES.includes(chosen) ? '' : chosen);
  const isReady = isAddress(address.trim()) && (kind !== 'slot' || storageKey(slot) !== null);
  return (
    <Panel title="Entry">
      <form class="row" onSubmit={(event) => {
        event.preventDefault();
        if (isReady) location.hash = link('audit', address.trim(), kind === 'slot' ? slot.trim() : kind);
      }}>
        <label>Account<input class="mono" name="address" value={address} placeholder="0x…" onInput={({ currentTarget }) => setAddress(currentTarget.value)} /></label>
        <label>Entry
          <select name="entry" value={kind} onChange={({ currentTarget }) => setKind(currentTarget.value)}>
            {[...ENTRIES, 'slot'].map((each) => <option key={each} value={each}>{each === 'slot' ? 'storage slot' : each}</option>)}
          </select>
        </label>
        {kind === 'slot' && (
          <label>Slot, decimal or 0x…
            <input class="mono" name="slot" value={slot} aria-invalid={slot !== '' && storageKey(slot) === null} onInput={({ currentTarget }) => setSlot(currentTarget.value)} />
          </label>
        )}
        <button type="submit" class="main" disabled={!isReady}>Show</button>
      </form>
    </Panel>
  );
}

function HistoryView({ address, entry }: { address: string; entry: string }) {
  const [after, setAfter] = useState<unknown[]>([]);
  const place = after[after.length - 1];
  const asked = useAsked(`history ${address} ${entry} ${after.length}`, async () => {
    const head = await call<string>('eth_blockNumber');
    return call<History>('audit_getHistory', address, entry, '0x0', head, { limit: PAGE, ...(place === undefined ? {} : { after: place }) });
  });
  const value = (hex: string) => (entry === 'balance' ? ether(BigInt(hex)) : entry === 'nonce' ? String(hexToNumber(hex)) : <SlotValue hex={hex} />);
  return (
    <Panel title="History" flush aside={<>
      {after.length > 0 && <button type="button" onClick={() => setAfter(after.slice(0, -1))}>Earlier</button>}
      {asked.value?.next != null && <button type="button" onClick={() => setAfter([...after, asked.value!.next])}>Later</button>}
    </>}>
      <Answer asked={asked}>
        {({ changes }) => (
          <Table caption={`Changes of ${entry}`} rows={changes} keyOf={({ blockNumber, transactionHash }, at) => `${blockNumber} ${transactionHash} ${at}`}
            empty="It never changed: nothing in the chain wrote to it."
            columns={[
              { head: 'Block', cell: ({ blockNumber }) => <BlockLink number={hexToNumber(blockNumber)} /> },
              { head: 'Time', cell: ({ timestamp }) => time(hexToNumber(timestamp)) },
              { head: 'Was', numeric: true, cell: ({ oldValue }) => value(oldValue) },
              { head: 'Became', numeric: true, cell: ({ newValue }) => <b>{value(newValue)}</b> },
              { head: 'By', cell: ({ cause, transactionHash }) => (transactionHash ? <Hash value={transactionHash} to={link('tx', transactionHash)} what="transaction hash" /> : <Badge tone="quiet">{tame(cause, 20)}</Badge>) },
              { head: 'From', cell: ({ from }) => (from ? <Address value={from} /> : '–') },
              { head: 'Through', cell: ({ callPath }) => <Path steps={callPath ?? []} /> },
            ]} />
        )}
      </Answer>
    </Panel>
  );
}

function SlotValue({ hex }: { hex: string }) {
  const value = BigInt(hex);
  return value < 10n ** 15n ? <span class="mono" title={hex}>{value.toString()}</span> : <Hash value={hex} what="value" />;
}

function Path({ steps }: { steps: Change['callPath'] & object }) {
  if (steps.length === 0) return <span class="muted">–</span>;
  return (
    <span>
      {steps.map((step, at) => {
        const to = typeof step === 'string' ? step : step.to ?? step.address ?? '';
        return <span key={at}>{at > 0 && <span class="muted"> → </span>}{isAddress(to) ? <Address value={to} /> : <span class="mono">{tame(to, 40)}</span>}</span>;
      })}
    </span>
  );
}

