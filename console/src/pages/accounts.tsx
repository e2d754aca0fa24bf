import { useState } from 'preact/hooks';
import { find } from '../abi';
import { useAsked, useStore } from '../hooks';
import { count, ether, hexToNumber, isAddress, tame, toHex } from '../format';
import { live } from '../live';
import { readAccountRules } from '../members';
import { call } from '../rpc';
import { link } from '../router';
import { Answer, Badge, Facts, Failure, Hash, PageHead, Panel, Table, Address } from '../ui';
import { TransactionTable } from './transactions';
import type { Block, Transaction } from '../types';

const BLOCKS = 50;

export function Accounts({ args }: { args: string[] }) {
  if (args.length === 0) return <Busiest />;
  return isAddress(args[0]) ? <AccountPage address={args[0]} /> : <Failure error={new Error('An account is named by its address: 0x and 40 hexadecimal digits.')} />;
}

/** The newest blocks with their transactions. */
async function recent(): Promise<Transaction[]> {
  const top = hexToNumber(await call<string>('eth_blockNumber'));
  const numbers = Array.from({ length: Math.min(BLOCKS, top + 1) }, (_, at) => top - at);
  const blocks = await Promise.all(numbers.map((number) => call<Block<Transaction> | null>('eth_getBlockByNumber', toHex(number), true)));
  return blocks.flatMap((block) => [...(block?.transactions ?? [])].reverse());
}

function Busiest() {
  const asked = useAsked('busiest', async () => {
    const counts = new Map<string, { sent: number; received: number }>();
    const of = (address: string) => {
      const known = counts.get(address) ?? { sent: 0, received: 0 };
      counts.set(address, known);
      return known;
    };
    for (const { from, to } of await recent()) {
      of(from).sent++;
      if (to) of(to).received++;
    }
    const rows = [...counts].map(([address, each]) => ({ address, ...each })).sort((a, b) => b.sent + b.received - a.sent - a.received).slice(0, 50);
    const balances = await Promise.all(rows.map(({ address }) => call<string>('eth_getBalance', address, 'latest')));
    return rows.map((row, at) => ({ ...row, balance: BigInt(balances[at]) }));
  }, 5_000);
  return (
    <>
      <PageHead title="Accounts" lead="Those that took part in the newest blocks." />
      <Find />
      <Panel title={`Busiest of the last ${BLOCKS} blocks`} flush>
        <Answer asked={asked}>
          {(rows) => (
            <Table caption="Accounts" rows={rows} keyOf={({ address }) => address} empty="No transaction in the newest blocks."
              columns={[
                { head: 'Account', cell: ({ address }) => <Address value={address} full /> },
                { head: 'Known as', cell: ({ address }) => tame(find(address)?.label ?? '', 30) || <span class="muted">–</span> },
                { head: 'Sent', numeric: true, cell: ({ sent }) => count(sent) },
                { head: 'Received', numeric: true, cell: ({ received }) => count(received) },
                { head: 'Balance', numeric: true, cell: ({ balance }) => ether(balance) },
              ]} />
          )}
        </Answer>
      </Panel>
    </>
  );
}

function Find() {
  const [text, setText] = useState('');
  const wrong = text !== '' && !isAddress(text.trim());
  return (
    <Panel title="Look at an account">
      <form class="row" onSubmit={(event) => {
        event.preventDefault();
        if (isAddress(text.trim())) location.hash = link('account', text.trim());
      }}>
        <label>Address<input class="mono" value={text} aria-invalid={wrong} placeholder="0x…" onInput={({ currentTarget }) => setText(currentTarget.value)} /></label>
        <button type="submit" class="main" disabled={!isAddress(text.trim())}>Show</button>
      </form>
    </Panel>
  );
}

function AccountPage({ address }: { address: string }) {
  const { beat } = useStore(live);
  const asked = useAsked(`account ${address}`, async () => {
    const [balance, nonce, pending, code, rules] = await Promise.all([
      call<string>('eth_getBalance', address, 'latest'), call<string>('eth_getTransactionCount', address, 'latest'),
      call<string>('eth_getTransactionCount', address, 'pending'), call<string>('eth_getCode', address, 'latest'),
      readAccountRules(address).catch(() => null)]);
    return { balance: BigInt(balance), nonce: hexToNumber(nonce), waiting: hexToNumber(pending) - hexToNumber(nonce), code, rules };
  }, 0, beat);
  const transactions = useAsked(`transactions of ${address}`, async () => (await recent())
    .filter(({ from, to }) => from === address.toLowerCase() || to === address.toLowerCase()), 0, beat);
  const known = find(address);
  return (
    <>
      <PageHead title={known ? tame(known.label, 40) : 'Account'} lead={<Hash value={address} what="address" full />}>
        <a class="button" href={link('audit', address, 'balance')}>History</a>
        {asked.value && asked.value.code.length > 2 && <a class="button" href={link('contracts', address)}>Contract</a>}
      </PageHead>
      <Panel title="State">
        <Answer asked={asked}>
          {({ balance, nonce, waiting, code, rules }) => (
            <Facts rows={[
              ['Balance', ether(balance)],
              ['Nonce', `${count(nonce)}${waiting > 0 ? `, and ${waiting} waiting` : ''}`],
              ['Kind', code.startsWith('0xef0100') ? <>delegates to <Address value={`0x${code.slice(8)}`} /> (EIP-7702)</> : code.length > 2 ? `contract of ${count((code.length - 2) / 2)} bytes` : 'held by a key'],
              rules && ['Organisation', rules.organisation === 0 ? 'none' : <>{rules.organisation} {rules.suspended && <Badge tone="bad">suspended</Badge>}</>],
              rules && ['Roles', rules.roles.length === 0 ? 'none' : rules.roles.map((role) => <Badge key={role} tone="info">{role}</Badge>)],
            ]} />
          )}
        </Answer>
      </Panel>
      <Panel title={`Its transactions in the last ${BLOCKS} blocks`} flush>
        <Answer asked={transactions}>{(rows) => <TransactionTable rows={rows} empty="There is none. Older ones are found in the audit history of its nonce." />}</Answer>
      </Panel>
    </>
  );
}
