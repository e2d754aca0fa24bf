import { useAsked, useStore } from '../hooks';
import { duration, ether, hexToNumber, tame } from '../format';
import { live } from '../live';
import { RpcError, call } from '../rpc';
import { link } from '../router';
import { Address, Answer, Badge, Hash, PageHead, Panel, Stat, Table, type Tone } from '../ui';

const EXPLAINED_MAX = 50;

interface Waiting {
  hash: string;
  from: string;
  to: string | null;
  nonce: string;
  value: string;
}

interface Place {
  status: string;
  explanation: string;
  waitingMillis?: number;
  local?: boolean;
  missingNonce?: string;
}

type Content = Record<'pending' | 'queued', Record<string, Record<string, Waiting>>>;

const TONES: Record<string, Tone> = { pending: 'info', proposed: 'ok', gapped: 'warn', dropped: 'bad', refused: 'bad', replaced: 'quiet', included: 'ok' };

async function readPool() {
  const [content, counts] = await Promise.all([call<Content>('txpool_content'), call<{ pending: string; queued: string }>('txpool_status')]);
  const all = [...Object.values(content.queued), ...Object.values(content.pending)].flatMap((of) => Object.values(of));
  const shown = all.slice(0, EXPLAINED_MAX);
  let denied: RpcError | null = null;
  const places = await Promise.all(shown.map(({ hash }) => call<Place>('txpool_explain', hash).catch((error: unknown) => {
    if (error instanceof RpcError && error.isDenied) denied = error;
    return null;
  })));
  return {
    rows: shown.map((waiting, at) => ({ ...waiting, place: places[at] })), all: all.length, denied: denied as RpcError | null,
    pending: hexToNumber(counts.pending), queued: hexToNumber(counts.queued),
  };
}

export function Pool() {
  const { beat, explanation } = useStore(live);
  const asked = useAsked('pool', readPool, 2_000, beat);
  return (
    <>
      <PageHead title="Pool" lead="What waits for a block at this replica, and why. The ones that something is missing for stand first." />
      <Answer asked={asked}>
        {({ rows, all, pending, queued, denied }) => (
          <>
            <dl class="strip">
              <Stat label="Ready" value={pending} note="wait for the leader" />
              <Stat label="Behind a gap" value={queued} tone={queued > 0 ? 'warn' : undefined} note="an earlier nonce is missing" />
              <Stat label="Oldest" value={explanation && explanation.waitingMillis > 0 ? duration(explanation.waitingMillis) : '–'} note="of those that are ready" />
            </dl>
            <Panel title="Waiting" flush aside={all > rows.length ? `the first ${rows.length} of ${all}` : undefined}>
              {denied && <p class="notice warn">The reasons need <code>txpool_explain</code>, which is not open to you.</p>}
              <Table caption="Waiting transactions" rows={rows} keyOf={({ hash }) => hash} empty="Nothing waits: every transaction that this replica took is in a block."
                columns={[
                  { head: 'Hash', cell: ({ hash }) => <Hash value={hash} to={link('tx', hash)} what="transaction hash" /> },
                  { head: 'State', cell: ({ place }) => (place ? <Badge tone={TONES[place.status] ?? 'quiet'}>{tame(place.status, 20)}</Badge> : '–') },
                  { head: 'From', cell: ({ from }) => <Address value={from} /> },
                  { head: 'Nonce', numeric: true, cell: ({ nonce }) => hexToNumber(nonce) },
                  { head: 'Value', numeric: true, cell: ({ value }) => ether(BigInt(value)) },
                  { head: 'Waits', numeric: true, cell: ({ place }) => (place?.waitingMillis === undefined ? '–' : duration(place.waitingMillis)) },
                  { head: 'Why', cell: ({ place }) => <div class="wrap">{place ? tame(place.explanation, 400) : '–'}</div> },
                ]} />
            </Panel>
          </>
        )}
      </Answer>
    </>
  );
}
