import { useAsked, useStore } from '../hooks';
import { count, duration, hexToNumber, short, tame, time } from '../format';
import { live } from '../live';
import { call, fetchText, RpcError, UNAUTHORIZED } from '../rpc';
import { Answer, Badge, Empty, PageHead, Panel, Table, Hash } from '../ui';

const STALE_SECONDS = 120;

interface Network {
  name: string;
  rpc: string;
  error?: string;
  askedAtMillis: number;
  answerMillis: number;
  chainId?: string;
  client?: string;
  head?: number;
  timestamp?: number;
  transactions?: number;
  gasUsed?: string;
  gasLimit?: string;
  syncing?: boolean;
  secondsPerBlock?: number;
  peers?: number;
  validatorMethod?: string;
  validators?: string[];
}

interface Answered {
  networks?: Network[];
  error?: string;
}

/** The heads that this page saw first: a network that went on since is well, whatever its clock says. */
const seen = new Map<string, number>();

function moved({ name, head = 0 }: Network): boolean {
  const first = seen.get(name) ?? head;
  seen.set(name, first);
  return head > first;
}

async function read(): Promise<Answered> {
  try {
    return JSON.parse(await fetchText('/console/networks.json')) as Answered;
  } catch (error) {
    throw error instanceof RpcError && error.code === UNAUTHORIZED ? new RpcError(UNAUTHORIZED, error.message, 'admin_nodeInfo') : error;
  }
}

function Health({ network }: { network: Network }) {
  if (network.error) return <Badge tone="bad">unreachable</Badge>;
  if (network.head === undefined) return <Badge tone="quiet">asking</Badge>;
  if (network.syncing) return <Badge tone="warn">syncing</Badge>;
  const age = Date.now() / 1000 - (network.timestamp ?? 0);
  if (age > STALE_SECONDS && !moved(network)) return <Badge tone="warn">no new block</Badge>;
  return <Badge tone="ok">healthy</Badge>;
}

export function Networks() {
  const asked = useAsked('networks', read, 3_000);
  return (
    <>
      <PageHead title="Other networks" lead="Any Ethereum network beside this one. The replica asks them while this page is open; the browser reaches nobody else." />
      <Answer asked={asked}>
        {({ networks = [], error }) => (
          <>
            {error && <div class="notice bad" role="alert"><p><strong>The file of networks cannot be read</strong></p><p>{tame(error, 400)}</p></div>}
            <Panel title="Side by side" flush>
              <Rows networks={networks} />
            </Panel>
            {networks.filter(({ validators }) => validators && validators.length > 0).map((network) => <Validators key={network.name} network={network} />)}
          </>
        )}
      </Answer>
    </>
  );
}

function Rows({ networks }: { networks: Network[] }) {
  const { status, heads, samples } = useStore(live);
  const chain = useAsked('chain', () => call<string>('eth_chainId'));
  const own: Network = {
    name: 'This network', chainId: chain.value, rpc: location.origin, askedAtMillis: Date.now(), answerMillis: 0,
    head: heads[0] ? hexToNumber(heads[0].number) : status ? hexToNumber(status.block) : undefined,
    timestamp: heads[0] && hexToNumber(heads[0].timestamp), gasUsed: heads[0]?.gasUsed, gasLimit: heads[0]?.gasLimit,
    peers: status?.connected.length, client: 'Quorate', syncing: status?.syncing,
  };
  const pace = samples.slice(-15);
  const blocks = pace.reduce((sum, sample) => sum + sample.blocks, 0) / Math.max(1, pace.length);
  own.secondsPerBlock = blocks > 0 ? 1 / blocks : undefined;
  const rows = [own, ...networks];
  return (
    <>
      <Table caption="Networks" rows={rows} keyOf={({ name }) => name} empty=""
        columns={[
          { head: 'Network', cell: ({ name, rpc, client, error }) => <span title={rpc}><b>{tame(name, 40)}</b><span class="second">{tame(error ?? client ?? rpc, 160)}</span></span> },
          { head: 'Health', cell: (network) => (network === own ? <Badge tone={status ? 'ok' : 'quiet'}>{status ? 'healthy' : 'unknown'}</Badge> : <Health network={network} />) },
          { head: 'Chain', numeric: true, cell: ({ chainId }) => (chainId ? BigInt(chainId).toString() : '–') },
          { head: 'Head', numeric: true, cell: ({ head }) => (head === undefined ? '–' : count(head)) },
          { head: 'Made', numeric: true, cell: ({ timestamp }) => (timestamp === undefined ? '–' : <span title={time(timestamp)}>{duration(Math.max(0, Date.now() - timestamp * 1000))} ago</span>) },
          { head: 's / block', numeric: true, cell: ({ secondsPerBlock }) => (secondsPerBlock === undefined ? '–' : secondsPerBlock.toFixed(secondsPerBlock < 10 ? 2 : 1)) },
          { head: 'Gas', numeric: true, cell: ({ gasUsed, gasLimit }) => (gasUsed && gasLimit ? `${short(hexToNumber(gasUsed))} of ${short(hexToNumber(gasLimit))}` : '–') },
          { head: 'Peers', numeric: true, cell: ({ peers }) => peers ?? '–' },
          { head: 'Answers', numeric: true, cell: ({ answerMillis, askedAtMillis, name }) => (name === own.name || askedAtMillis === 0 ? '–' : duration(answerMillis)) },
        ]} />
      {networks.length === 0 && <Empty>No other network is configured. <code>./quorate networks add NAME --rpc URL</code> names one.</Empty>}
    </>
  );
}

function Validators({ network: { name, validators = [], validatorMethod } }: { network: Network }) {
  return (
    <Panel title={`Validators of ${tame(name, 40)} (${validators.length})`} aside={<code>{tame(validatorMethod ?? '', 40)}</code>}>
      <ul class="plain">{validators.map((validator) => <li key={validator}><Hash value={validator} what="address" full /></li>)}</ul>
    </Panel>
  );
}
