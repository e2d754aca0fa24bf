import { live, type Sample } from '../live';
import { useAsked, useStore } from '../hooks';
import { Chart } from '../chart';
import { bytes, count, duration, hexToNumber, ordered, short, tame, time } from '../format';
import { Answer, Badge, BlockLink, Denied, Hash, Panel, Stat, Table, PageHead, Empty, type Tone } from '../ui';
import { call } from '../rpc';
import { link } from '../router';
import type { Committee, Header, Member } from '../types';

interface Signer {
  address: string;
  proposedBlockCount: string;
  lastProposedBlockNumber: string;
}

const WORDS: Record<string, [Tone, string]> = {
  'idle': ['ok', 'Idle'], 'working': ['ok', 'Working'], 'no-quorum': ['bad', 'No quorum'], 'view-change': ['warn', 'View change'],
  'stalled': ['bad', 'Stalled'], 'behind': ['warn', 'Behind'], 'learner': ['info', 'Learner'], 'starting': ['warn', 'Starting'], 'disk-full': ['bad', 'Disk full'],
};

export const wordFor = (status: string): [Tone, string] => WORDS[status] ?? ['quiet', status];

const pick = (samples: Sample[], of: (sample: Sample) => number | null): (number | null)[] => samples.map(of);

export function Overview() {
  const now = useStore(live);
  const committee = useAsked('committee', () => call<Committee>('bft_getValidators', 'latest'), 10_000);
  const signers = useAsked('signers', () => call<Signer[]>('qbft_getSignerMetrics'), 5_000);
  const { status, explanation, samples } = now;
  const last = samples[samples.length - 1];
  const times = samples.map(({ at }) => at);
  const chart = (title: string, of: (sample: Sample) => number | null, format: (value: number) => string) => {
    const value = last ? of(last) : null;
    return <Chart title={title} now={value === null ? '–' : format(value)} times={times} values={pick(samples, of)} format={format} />;
  };
  const latencies = samples.filter(({ latency }) => latency !== null);
  const newest = latencies[latencies.length - 1]?.latency ?? null;

  return (
    <>
      <PageHead title="Overview" lead={explanation ? tame(explanation.explanation, 400) : undefined}>
        {explanation && <Badge tone={wordFor(explanation.status)[0]}>{wordFor(explanation.status)[1]}</Badge>}
      </PageHead>
      {now.statusError?.isDenied && <Denied error={now.statusError} />}
      {now.statusError && !now.statusError.isDenied && now.statusError.code === 0 && (
        <div class="notice bad" role="alert"><p><strong>{tame(now.statusError.message)}</strong></p><p>The console asks again by itself; what stands below is the last that it knows.</p></div>
      )}
      <dl class="strip" aria-label="State of the network, as this replica sees it">
        <Stat label="Head" value={<span data-live="head">{now.heads[0] ? count(hexToNumber(now.heads[0].number)) : status ? count(hexToNumber(status.block)) : '–'}</span>}
          note={status ? `finalized ${count(hexToNumber(status.finalized))}` : undefined} />
        <Stat label="Last block" value={explanation ? duration(explanation.millisSinceBlock) : '–'} note="ago" />
        <Stat label="Quorum margin" value={explanation ? (explanation.margin >= 0 ? `+${explanation.margin}` : explanation.margin) : '–'}
          tone={explanation ? (explanation.margin < 0 ? 'bad' : explanation.margin === 0 ? 'warn' : 'ok') : undefined}
          note={explanation ? `${explanation.reached} of ${explanation.members} reached, ${explanation.quorum} needed` : undefined} />
        <Stat label="Leader" value={explanation?.leader ? tame(explanation.leader.name, 24) : '–'}
          note={status ? `view ${hexToNumber(status.view)}, epoch ${hexToNumber(status.epoch)}` : undefined} />
        <Stat label="Fast path" value={explanation ? (explanation.fastPath ? 'open' : 'closed') : '–'} tone={explanation && !explanation.fastPath ? 'warn' : undefined}
          note={status ? `${short(status.decisionsFast)} fast, ${short(status.decisionsSlow)} slow` : undefined} />
        <Stat label="Waiting" value={explanation ? count(explanation.waitingTransactions) : last?.pool != null ? count(last.pool) : '–'}
          note={!explanation || explanation.waitingTransactions === 0 ? 'transactions' : explanation.waitingMillis > 0 ? `the oldest for ${duration(explanation.waitingMillis)}` : 'behind a gap'} />
        <Stat label="Round trip" value={status ? `${status.rttMillis} ms` : '–'} note="to a quorum" />
      </dl>
      <div class="grid">
        <div class="charts">
          {chart('Blocks per second', ({ blocks }) => blocks, short)}
          {chart('Transactions per second', ({ transactions }) => transactions, short)}
          {chart('Gas per second', ({ gas }) => gas, short)}
          <Chart title="Latency, proposal to here" now={newest === null ? '–' : duration(newest)} times={latencies.map(({ at }) => at)}
            values={pick(latencies, ({ latency }) => latency)} format={(value) => `${Math.round(value)} ms`} />
          {chart('Pool', ({ pool }) => pool, short)}
          <Chart title={now.heapMax ? `Heap, of ${bytes(now.heapMax)}` : 'Heap'} now={last?.heap != null ? bytes(last.heap) : '–'} times={times}
            values={pick(samples, ({ heap }) => heap)} format={bytes} />
        </div>
      </div>
      <div class="grid wide-left">
        <Panel title="Replicas" flush aside={explanation && <QuorumMeter reached={explanation.reached} members={explanation.members} quorum={explanation.quorum} />}>
          <Answer asked={committee}>
            {({ validators }) => (
              <Table caption="Replicas and how this one sees them" rows={validators} keyOf={({ number }) => number} empty="This chain has no committee."
                columns={[
                  { head: 'Replica', cell: (member) => <span><b>{tame(member.name, 40)}</b> <span class="muted">#{member.number}</span></span> },
                  { head: 'State', cell: (member) => <ReplicaState member={member} /> },
                  { head: 'Endpoint', cell: ({ endpoint }) => (endpoint ? <span class="mono">{tame(endpoint, 48)}</span> : <span class="muted">in this process</span>) },
                  { head: 'Proposed', numeric: true, cell: ({ address }) => proposed(signers.value, address) },
                  { head: 'Last block', numeric: true, cell: ({ address }) => lastBlock(signers.value, address) },
                  { head: 'Account', cell: ({ address }) => <Hash value={address} to={link('account', address)} what="address" tight /> },
                ]} />
            )}
          </Answer>
        </Panel>
        <Panel title="Newest blocks" flush aside={<a href={link('blocks')}>All blocks</a>}>
          <Newest heads={now.heads} denied={now.link === 'denied'} />
        </Panel>
      </div>
    </>
  );
}

function signerOf(signers: Signer[] | undefined, address: string): Signer | undefined {
  return signers?.find((each) => each.address.toLowerCase() === address.toLowerCase());
}

const proposed = (signers: Signer[] | undefined, address: string) => {
  const signer = signerOf(signers, address);
  return signer ? <span title="of the last 100 blocks">{hexToNumber(signer.proposedBlockCount)}</span> : '–';
};

const lastBlock = (signers: Signer[] | undefined, address: string) => {
  const number = hexToNumber(signerOf(signers, address)?.lastProposedBlockNumber ?? '0x0');
  return number > 0 ? <BlockLink number={number} /> : '–';
};

function ReplicaState({ member }: { member: Member }) {
  const { status, explanation } = useStore(live);
  if (!status) return <Badge tone="quiet">unknown</Badge>;
  const isSelf = status.replica === member.number;
  const isSilent = explanation?.silent.some(({ number }) => number === member.number) ?? !status.connected.includes(member.number);
  return (
    <>
      {isSelf ? <Badge tone="info">this one</Badge> : isSilent ? <Badge tone="bad">silent</Badge> : <Badge tone="ok">reached</Badge>}
      {status.leader === member.number && <Badge tone="info">leader</Badge>}
    </>
  );
}

function QuorumMeter({ reached, members, quorum }: { reached: number; members: number; quorum: number }) {
  if (members > 32) return <span>{reached} of {members} reached, {quorum} needed</span>;
  return (
    <span class="meter" role="img" aria-label={`${reached} of ${members} replicas reached, ${quorum} are a quorum`}>
      {Array.from({ length: members }, (_, at) => <i key={at} class={`${at < reached ? 'on' : 'off'}${at === quorum - 1 && quorum < members ? ' last' : ''}`} />)}
    </span>
  );
}

function Newest({ heads, denied }: { heads: Header[]; denied: boolean }) {
  if (denied) return <Empty>New blocks are told by <code>eth_subscribe</code>, which is not open to you.</Empty>;
  return (
    <Table caption="Newest blocks" rows={heads.slice(0, 12)} keyOf={({ hash }) => hash} empty="No block since this page was opened. An idle chain makes none."
      columns={[
        { head: 'Block', cell: ({ number }) => <BlockLink number={hexToNumber(number)} /> },
        { head: 'Time', cell: ({ timestamp }) => time(hexToNumber(timestamp)).slice(11) },
        { head: 'Gas', numeric: true, cell: ({ gasUsed }) => short(hexToNumber(gasUsed)) },
        { head: 'By', numeric: true, cell: ({ extraData }) => ordered(extraData)?.proposer ?? '–' },
      ]} />
  );
}
