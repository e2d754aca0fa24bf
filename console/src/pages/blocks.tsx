import { useAsked, useStore } from '../hooks';
import { count, hexToNumber, isHash, ordered, short, time, toHex } from '../format';
import { live } from '../live';
import { call } from '../rpc';
import { link } from '../router';
import { Answer, BlockLink, Empty, Facts, Failure, Hash, PageHead, Panel, Table } from '../ui';
import { Certificate } from '../certificateview';
import { TransactionTable } from './transactions';
import type { Block, Transaction } from '../types';

const PAGE = 25;

export function Blocks({ args }: { args: string[] }) {
  if (args[0] === 'from') return <BlockList from={Number(args[1])} />;
  if (args.length === 0) return <BlockList />;
  return /^\d{1,15}$/.test(args[0]) || isHash(args[0]) ? <BlockPage id={args[0]} /> : <Failure error={new Error('A block is named by its number or its hash.')} />;
}

/** Without `from` the newest, and further ones as they come. */
function BlockList({ from }: { from?: number }) {
  const { beat } = useStore(live);
  const follows = from === undefined || !Number.isSafeInteger(from) || from < 0;
  const asked = useAsked(`blocks ${follows ? '' : from}`, async () => {
    const top = follows ? hexToNumber(await call<string>('eth_blockNumber')) : from;
    const numbers = Array.from({ length: Math.min(PAGE, top + 1) }, (_, at) => top - at);
    return (await Promise.all(numbers.map((number) => call<Block | null>('eth_getBlockByNumber', toHex(number), false)))).filter((block) => block !== null);
  }, 0, follows ? beat : 0);
  const rows = asked.value ?? [];
  const top = rows[0] ? hexToNumber(rows[0].number) : 0;
  return (
    <>
      <PageHead title="Blocks" lead="Every block is final when it is here: none is ever replaced.">
        {!follows && <a class="button" href={link('blocks')}>Newest</a>}
        {!follows && <a class="button" href={link('blocks', 'from', top + PAGE)}>Newer</a>}
        {top >= PAGE && <a class="button" href={link('blocks', 'from', top - PAGE)}>Older</a>}
      </PageHead>
      {asked.error && <Failure error={asked.error} again={asked.again} />}
      <Panel title={follows ? 'Newest blocks' : `Blocks up to ${count(top)}`} flush>
        <Table caption="Blocks" rows={rows} keyOf={({ hash }) => hash} empty={asked.error ? 'Not known.' : 'Asking the replica…'}
          columns={[
            { head: 'Block', cell: ({ number }) => <BlockLink number={hexToNumber(number)} /> },
            { head: 'Time', cell: ({ timestamp }) => time(hexToNumber(timestamp)) },
            { head: 'Transactions', numeric: true, cell: ({ transactions }) => count(transactions.length) },
            { head: 'Gas used', numeric: true, cell: ({ gasUsed }) => count(BigInt(gasUsed)) },
            { head: 'Full', numeric: true, cell: ({ gasUsed, gasLimit }) => `${((hexToNumber(gasUsed) / hexToNumber(gasLimit)) * 100).toFixed(1)} %` },
            { head: 'Size', numeric: true, cell: ({ size }) => (size ? `${short(hexToNumber(size))} B` : '–') },
            { head: 'Proposer', numeric: true, cell: ({ extraData }) => ordered(extraData)?.proposer ?? '–' },
            { head: 'Slot', numeric: true, cell: ({ extraData }) => ordered(extraData)?.sequence.toString() ?? '–' },
            { head: 'Hash', cell: ({ hash }) => <Hash value={hash} to={link('blocks', hash)} what="block hash" /> },
          ]} />
      </Panel>
    </>
  );
}

function BlockPage({ id }: { id: string }) {
  const asked = useAsked(`block ${id}`, () => (isHash(id) ? call<Block<Transaction> | null>('eth_getBlockByHash', id, true)
    : call<Block<Transaction> | null>('eth_getBlockByNumber', toHex(BigInt(id)), true)));
  return (
    <Answer asked={asked}>
      {(block) => (block ? <BlockView block={block} /> : (
        <>
          <PageHead title="Block" />
          <Empty>This replica has no such block{isHash(id) ? '' : ' yet'}.</Empty>
        </>
      ))}
    </Answer>
  );
}

function BlockView({ block }: { block: Block<Transaction> }) {
  const number = hexToNumber(block.number);
  const made = ordered(block.extraData);
  return (
    <>
      <PageHead title={`Block ${count(number)}`}>
        {number > 0 && <a class="button" href={link('blocks', number - 1)}>Before</a>}
        <a class="button" href={link('blocks', number + 1)}>Next</a>
      </PageHead>
      <div class="grid two">
        <Panel title="Header">
          <Facts rows={[
            ['Hash', <Hash value={block.hash} what="block hash" full />],
            ['Parent', number > 0 ? <Hash value={block.parentHash} to={link('blocks', number - 1)} what="parent hash" /> : '–'],
            ['Time', `${time(hexToNumber(block.timestamp))}${made ? `.${String(made.millis % 1000).padStart(3, '0')}` : ''}`],
            made && ['Ordered as', `slot ${made.sequence} of epoch ${made.epoch}, proposed by replica ${made.proposer}`],
            ['Gas', `${count(BigInt(block.gasUsed))} of ${count(BigInt(block.gasLimit))}`],
            ['State root', <Hash value={block.stateRoot} what="state root" />],
            ['Receipts root', <Hash value={block.receiptsRoot} what="receipts root" />],
            ['Transactions root', <Hash value={block.transactionsRoot} what="transactions root" />],
          ]} />
        </Panel>
        <Certificate block={block} />
      </div>
      <Panel title={`Transactions (${count(block.transactions.length)})`} flush>
        <TransactionTable rows={block.transactions} empty={number === 0 ? 'Block 0 is the genesis block.' : 'There is none in this block.'} />
      </Panel>
    </>
  );
}
