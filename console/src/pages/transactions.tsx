import { useRef } from 'preact/hooks';
import { decodeCall, decodeLog, find, abis } from '../abi';
import { DecodedView, brief } from '../decodedview';
import { useAsked, useStore } from '../hooks';
import { count, ether, hexToNumber, isHash, tame, time, toHex } from '../format';
import { live } from '../live';
import { call } from '../rpc';
import { link } from '../router';
import { Address, Answer, Badge, BlockLink, Empty, Facts, Failure, Hash, PageHead, Panel, Table } from '../ui';
import type { Block, Log, Receipt, Transaction } from '../types';

const BLOCKS = 20;
const ROWS_MAX = 100;
const TYPES = ['legacy', 'access list (EIP-2930)', 'EIP-1559', 'blob (EIP-4844)', 'delegation (EIP-7702)'];

export function Transactions({ args }: { args: string[] }) {
  if (args.length === 0) return <Newest />;
  return isHash(args[0]) ? <TransactionPage hash={args[0]} /> : <Failure error={new Error('A transaction is named by its hash: 0x and 64 hexadecimal digits.')} />;
}

function Newest() {
  const { beat } = useStore(live);
  const asked = useAsked('transactions', async () => {
    const top = hexToNumber(await call<string>('eth_blockNumber'));
    const numbers = Array.from({ length: Math.min(BLOCKS, top + 1) }, (_, at) => top - at);
    const blocks = await Promise.all(numbers.map((number) => call<Block<Transaction> | null>('eth_getBlockByNumber', toHex(number), true)));
    return blocks.flatMap((block) => [...(block?.transactions ?? [])].reverse()).slice(0, ROWS_MAX);
  }, 0, beat);
  return (
    <>
      <PageHead title="Transactions" lead={`Of the last ${BLOCKS} blocks, the newest first.`} />
      <Panel title="Newest transactions" flush>
        <Answer asked={asked}>{(rows) => <TransactionTable rows={rows} empty="There is none in the last blocks." />}</Answer>
      </Panel>
    </>
  );
}

/** What a call is, in a word or two, as far as an ABI is known. */
function whatItDoes({ to, input, value }: Transaction): string {
  if (to === null) return 'creates a contract';
  if (input.length < 10) return BigInt(value) > 0n ? 'transfer' : 'empty call';
  const decoded = decodeCall(to, input);
  return decoded ? brief(decoded) : `call ${input.slice(0, 10)}`;
}

export function TransactionTable({ rows, empty }: { rows: Transaction[]; empty: string }) {
  useStore(abis);
  return (
    <Table caption="Transactions" rows={rows} keyOf={({ hash }) => hash} empty={empty}
      columns={[
        { head: 'Hash', cell: ({ hash }) => <Hash value={hash} to={link('tx', hash)} what="transaction hash" /> },
        { head: 'Block', cell: ({ blockNumber }) => (blockNumber ? <BlockLink number={hexToNumber(blockNumber)} /> : 'waiting') },
        { head: 'From', cell: ({ from }) => <Address value={from} /> },
        { head: 'To', cell: ({ to }) => (to ? <Labelled address={to} /> : <span class="muted">new contract</span>) },
        { head: 'Does', cell: (row) => <span class="mono">{tame(whatItDoes(row), 80)}</span> },
        { head: 'Value', numeric: true, cell: ({ value }) => (value === '0x0' ? <span class="muted">0</span> : ether(BigInt(value))) },
        { head: 'Nonce', numeric: true, cell: ({ nonce }) => hexToNumber(nonce) },
      ]} />
  );
}

export function Labelled({ address }: { address: string }) {
  const known = find(address);
  return known ? <span><a href={link('contracts', address)}>{tame(known.label, 28)}</a></span> : <Address value={address} />;
}

interface Found {
  transaction: Transaction;
  receipt: Receipt | null;
  block: Block | null;
}

interface Place {
  status: string;
  explanation: string;
}

function TransactionPage({ hash }: { hash: string }) {
  const { beat } = useStore(live);
  useStore(abis);
  const final = useRef(false);
  const asked = useAsked<Found | null>(`transaction ${hash}`, async () => {
    const transaction = await call<Transaction | null>('eth_getTransactionByHash', hash);
    if (!transaction) return null;
    const receipt = await call<Receipt | null>('eth_getTransactionReceipt', hash);
    const block = transaction.blockHash ? await call<Block | null>('eth_getBlockByHash', transaction.blockHash, false) : null;
    return { transaction, receipt, block };
  }, 0, final.current ? 0 : beat);
  final.current = !!asked.value?.receipt;
  const isWaiting = asked.value === null || asked.value?.receipt === null;
  const place = useAsked<Place | null>(`place ${hash}`, () => call<Place>('txpool_explain', hash).catch(() => null), 0, isWaiting ? beat : 0);
  return (
    <Answer asked={asked}>
      {(found) => (
        <>
          <PageHead title="Transaction" lead={<Hash value={hash} what="transaction hash" full />} />
          {place.value && isWaiting && <div class="notice info" role="status"><p><strong>{tame(place.value.status)}</strong></p><p>{tame(place.value.explanation, 500)}</p></div>}
          {found ? <TransactionView found={found} /> : !place.value && <Empty>This replica has no such transaction.</Empty>}
        </>
      )}
    </Answer>
  );
}

function TransactionView({ found: { transaction, receipt, block } }: { found: Found }) {
  const decoded = decodeCall(transaction.to, transaction.input);
  return (
    <>
      <div class="grid two">
        <Panel title="What was sent" aside={receipt ? (receipt.status === '0x1' ? <Badge tone="ok">succeeded</Badge> : <Badge tone="bad">reverted</Badge>) : <Badge tone="info">waiting</Badge>}>
          <Facts rows={[
            ['From', <Address value={transaction.from} full />],
            ['To', transaction.to ? <Address value={transaction.to} full /> : 'creates a contract'],
            receipt?.contractAddress ? ['Contract made', <Address value={receipt.contractAddress} full />] : null,
            ['Value', ether(BigInt(transaction.value))],
            ['Nonce', count(hexToNumber(transaction.nonce))],
            ['Type', TYPES[hexToNumber(transaction.type)] ?? transaction.type],
            ['Gas limit', count(BigInt(transaction.gas))],
          ]} />
        </Panel>
        <Panel title="What became of it">
          {receipt && block ? (
            <Facts rows={[
              ['Block', <><BlockLink number={hexToNumber(block.number)} /> <span class="muted">as number {hexToNumber(transaction.transactionIndex ?? '0x0')} in it</span></>],
              ['Time', time(hexToNumber(block.timestamp))],
              ['Gas used', `${count(BigInt(receipt.gasUsed))} (${((hexToNumber(receipt.gasUsed) / hexToNumber(transaction.gas)) * 100).toFixed(1)} % of its limit)`],
              ['Price paid', `${count(BigInt(receipt.effectiveGasPrice))} wei`],
              ['Events', count(receipt.logs.length)],
              ['Finality', <a href={link('blocks', transaction.blockHash ?? '')}>check the block’s certificate</a>],
            ]} />
          ) : <p class="muted">It is in no block yet.</p>}
        </Panel>
      </div>
      {transaction.input.length > 2 && (
        <Panel title="Input" aside={decoded ? 'read by the ABI kept here' : transaction.to && <a href={link('contracts', transaction.to)}>Give its ABI</a>}>
          {decoded ? <DecodedView decoded={decoded} /> : <pre>{transaction.input.length > 4000 ? `${transaction.input.slice(0, 4000)}… ${count((transaction.input.length - 2) / 2)} bytes` : transaction.input}</pre>}
        </Panel>
      )}
      {receipt && receipt.logs.length > 0 && (
        <Panel title={`Events (${count(receipt.logs.length)})`} flush>
          <Events logs={receipt.logs} />
        </Panel>
      )}
    </>
  );
}

export function Events({ logs, withTransaction }: { logs: Log[]; withTransaction?: boolean }) {
  useStore(abis);
  return (
    <Table caption="Events" rows={logs.slice(0, 200)} keyOf={({ transactionHash, logIndex }) => `${transactionHash} ${logIndex}`} empty="There is none."
      columns={[
        withTransaction ? { head: 'Block', cell: ({ blockNumber }) => <BlockLink number={hexToNumber(blockNumber)} /> } : { head: '#', cell: ({ logIndex }) => hexToNumber(logIndex) },
        withTransaction ? { head: 'Transaction', cell: ({ transactionHash }) => <Hash value={transactionHash} to={link('tx', transactionHash)} what="transaction hash" /> }
          : { head: 'Contract', cell: ({ address }) => <Labelled address={address} /> },
        { head: 'Event', cell: (log) => {
          const decoded = decodeLog(log.address, log.topics, log.data);
          return <div class="wrap">{decoded ? <DecodedView decoded={decoded} /> : <Raw log={log} />}</div>;
        } },
      ]} />
  );
}

const Raw = ({ log }: { log: Log }) => (
  <dl class="facts">
    {log.topics.map((topic, at) => <div key={at}><dt class="muted">topic {at}</dt><dd class="mono">{topic}</dd></div>)}
    {log.data.length > 2 && <div><dt class="muted">data</dt><dd class="mono">{tame(log.data, 600)}</dd></div>}
  </dl>
);
