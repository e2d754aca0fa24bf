import { useEffect, useState } from 'preact/hooks';
import { fromGenesis, fromReplica, verify, type Trusted, type Verdict } from './certificate';
import { middle, tame } from './format';
import { call, RpcError } from './rpc';
import { Badge, Failure, Loading, Panel } from './ui';
import type { CertificateAnswer, Committee, Header } from './types';

const GENESIS_BYTES_MAX = 32 << 20;
/** Chosen for this tab; the genesis file stays in its memory alone. */
let chosen: { chainId: bigint; trusted: Trusted } | null = null;

/** Fetches the certificate of a block and checks it here. */
export function Certificate({ block }: { block: Header }) {
  const [answer, setAnswer] = useState<{ verdict: Verdict; trusted: Trusted } | null>(null);
  const [error, setError] = useState<Error | null>(null);
  const [turn, setTurn] = useState(0);
  const isGenesis = BigInt(block.number) === 0n;

  useEffect(() => {
    let ended = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    setAnswer(null);
    setError(null);
    const run = async (attempt: number) => {
      try {
        const [chainId, said] = await Promise.all([call<string>('eth_chainId'), call<CertificateAnswer>('bft_getCertificate', block.hash)]);
        if (chosen && chosen.chainId !== BigInt(chainId)) throw new Error(`The genesis file that you chose is of chain ${chosen.chainId}; this replica says that its chain is ${BigInt(chainId)}.`);
        const trusted = chosen?.trusted ?? fromReplica(await call<Committee>('bft_getValidators', '0x0'));
        if (!ended) setAnswer({ verdict: verify(said, trusted, BigInt(chainId), block), trusted });
      } catch (failure) {
        if (ended) return;
        // A block that was made just now has its certificate a moment later.
        if (failure instanceof RpcError && failure.code === -32002 && attempt < 5) timer = setTimeout(() => void run(attempt + 1), 500);
        else setError(failure as Error);
      }
    };
    if (!isGenesis) void run(0);
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [block.hash, turn]);

  const take = async (file: File | undefined) => {
    if (!file) return;
    try {
      if (file.size > GENESIS_BYTES_MAX) throw new Error(`${file.name} is larger than 32 MiB`);
      const chainId = BigInt(await call<string>('eth_chainId'));
      chosen = { chainId, trusted: fromGenesis(await file.text(), chainId, file.name) };
      setTurn(turn + 1);
    } catch (failure) {
      setAnswer(null);
      setError(failure as Error);
    }
  };

  const verdict = answer?.verdict;
  return (
    <Panel title="Certificate of finality" aside={verdict && (verdict.refusal ? <Badge tone="bad">refused</Badge> : verdict.unchecked ? <Badge tone="warn">not checked</Badge> : <Badge tone="ok">checked here</Badge>)}>
      {isGenesis ? <p class="muted">Block 0 needs none: its hash is what the chain begins with.</p> : error ? <Failure error={error} again={() => setTurn(turn + 1)} /> : !answer || !verdict ? <Loading /> : (
        <div data-certificate={verdict.refusal ? 'refused' : verdict.unchecked ? 'unchecked' : 'good'}>
          <ul class="steps">
            {verdict.steps.map(({ what, detail }) => <Line key={what} ok what={what} detail={detail} />)}
            {verdict.refusal && <Line ok={false} what={verdict.refusal.what} detail={verdict.refusal.detail} />}
          </ul>
          {verdict.refusal
            ? <p class="notice bad" role="alert" style={{ marginTop: '12px' }}><strong>This certificate proves nothing.</strong> Do not rely on this block before another replica shows a good one.</p>
            : verdict.unchecked ? <p class="notice warn" role="status" style={{ marginTop: '12px' }}>{verdict.unchecked}</p>
            : <p class="muted" style={{ marginTop: '12px' }}>Signed by {verdict.signers.map((name) => tame(name, 40)).join(', ')}. Checked in this browser against {tame(answer.trusted.source, 80)} ({answer.trusted.members.map(({ key }) => middle(key, 6, 4)).slice(0, 4).join(', ')}{answer.trusted.members.length > 4 ? ', …' : ''}). The list of transactions is shown as the replica gives it.</p>}
          {answer.trusted !== chosen?.trusted && (
            <label style={{ marginTop: '12px' }}>
              To trust no replica, choose the chain’s genesis file. It stays in this tab.
              <input type="file" accept=".json,application/json" onChange={({ currentTarget }) => void take(currentTarget.files?.[0])} />
            </label>
          )}
        </div>
      )}
    </Panel>
  );
}

const Line = ({ ok, what, detail }: { ok: boolean; what: string; detail: string }) => (
  <li class={ok ? 'ok' : 'bad'}>
    <span class="mark" aria-hidden="true">{ok ? '✓' : '✗'}</span>
    <b>{what}<span class="hidden">{ok ? ' holds: ' : ' does not hold: '}</span></b>
    <span>{tame(detail, 300)}</span>
  </li>
);
