import { useState } from 'preact/hooks';
import { decodeCall, explained } from '../abi';
import { brief, DecodedView } from '../decodedview';
import { useAsked, useStore } from '../hooks';
import { count, tame, time } from '../format';
import { live } from '../live';
import { enforcedNames, governanceCall, GOVERNANCE, readMembers, roleNames, type MembersView, type Proposal } from '../members';
import { link } from '../router';
import { Address, Answer, Badge, Empty, Facts, Failure, PageHead, Panel, Stat, Table, Tabs, type Tone } from '../ui';
import { send, walletStore } from '../wallet';
import { Sent } from './contracts';

const NODE_STATES: [Tone, string][] = [['quiet', 'none'], ['info', 'joining'], ['ok', 'active'], ['warn', 'leaving'], ['quiet', 'left']];
const ORGANISATION_STATES: [Tone, string][] = [['quiet', 'none'], ['ok', 'active'], ['bad', 'suspended'], ['quiet', 'left']];
const PROPOSAL_STATES: [Tone, string][] = [['quiet', 'none'], ['info', 'open'], ['ok', 'executed'], ['quiet', 'cancelled'], ['warn', 'expired']];
const OPEN = 1;

const state = (states: [Tone, string][], at: number) => {
  const [tone, word] = states[at] ?? ['quiet', String(at)];
  return <Badge tone={tone}>{word}</Badge>;
};

export function Members({ args }: { args: string[] }) {
  const { beat } = useStore(live);
  const asked = useAsked('members', readMembers, 15_000, beat);
  return (
    <>
      <PageHead title="Members" lead="Organisations, their nodes and accounts, and what they vote on, as the three contracts of the members hold it." />
      <Answer asked={asked}>
        {(view) => (view ? <View view={view} chosen={args[0] ?? 'nodes'} again={asked.again} /> : <Empty>This chain has no contracts of the members: there is no code at {'0x…5100'}.</Empty>)}
      </Answer>
    </>
  );
}

function View({ view, chosen, again }: { view: MembersView; chosen: string; again: () => void }) {
  const open = view.proposals.filter((proposal) => proposal.state === OPEN).length;
  const names = new Map(view.organisations.map(({ number, name }) => [number, name]));
  const nameOf = (number: number) => `${tame(names.get(number) ?? 'organisation', 32)} #${number}`;
  return (
    <>
      <dl class="strip">
        <Stat label="Epoch" value={view.epoch.number.toString()} note={`since slot ${view.epoch.start + 1n}`} />
        <Stat label="Validators" value={view.plan.n} note={`${view.plan.joining} joining, ${view.plan.leaving} leaving`} />
        <Stat label="Quorum" value={view.plan.quorum} note={`${view.plan.f} may be faulty, c = ${view.plan.c}`} />
        <Stat label="Organisations" value={view.organisations.length} note={`more than ${view.settings.numerator}/${view.settings.denominator} decide`} />
        <Stat label="Open proposals" value={open} tone={open > 0 ? 'warn' : undefined} note={`of ${view.settings.proposals} so far`} />
        <Stat label="Enforced" value={enforcedNames(view.enforced).length || 'nothing'} note={enforcedNames(view.enforced).join(', ') || 'everybody may send and deploy'} />
      </dl>
      <Tabs label="Members" chosen={chosen} onChoose={(key) => { location.hash = link('members', key); }}
        choices={[['nodes', `Nodes (${view.nodes.length})`], ['organisations', `Organisations (${view.organisations.length})`], ['proposals', `Proposals (${view.proposals.length})`]]} />
      <div role="tabpanel" aria-label={chosen}>
        {chosen === 'organisations' ? <Organisations view={view} /> : chosen === 'proposals' ? <Proposals view={view} nameOf={nameOf} again={again} /> : (
          <Panel title="Nodes" flush aside={`as of block ${view.block}`}>
            <Table caption="Nodes" rows={view.nodes} keyOf={({ number }) => number} empty="There is none."
              columns={[
                { head: '#', cell: ({ number }) => number },
                { head: 'Name', cell: ({ name }) => <b>{tame(name, 40)}</b> },
                { head: 'State', cell: (node) => <>{state(NODE_STATES, node.state)}{node.state === 1 && !node.ready && <Badge tone="warn">not ready</Badge>}</> },
                { head: 'Role', cell: ({ role }) => (role === 1 ? 'validator' : 'observer') },
                { head: 'Organisation', cell: ({ organisation }) => nameOf(organisation) },
                { head: 'Endpoint', cell: ({ endpoint }) => <span class="mono">{tame(endpoint, 48)}</span> },
                { head: 'Operator', cell: ({ operator, jurisdiction }) => tame([operator, jurisdiction].filter(Boolean).join(', '), 40) || <span class="muted">–</span> },
                { head: 'Account', cell: ({ account }) => <Address value={account} /> },
              ]} />
          </Panel>
        )}
      </div>
    </>
  );
}

function Organisations({ view }: { view: MembersView }) {
  return (
    <Panel title="Organisations and their accounts" flush aside={`as of block ${view.block}`}>
      <Table caption="Organisations" rows={view.organisations} keyOf={({ number }) => number} empty="There is none."
        columns={[
          { head: '#', cell: ({ number }) => number },
          { head: 'Name', cell: ({ name }) => <b>{tame(name, 40)}</b> },
          { head: 'State', cell: (organisation) => state(ORGANISATION_STATES, organisation.state) },
          { head: 'Nodes', numeric: true, cell: ({ nodes }) => nodes },
          { head: 'Accounts', cell: ({ accounts }) => (
            <div>
              {accounts.map(({ address, roles, suspended }) => (
                <div key={address}><Address value={address} /> {roleNames(roles).map((role) => <Badge key={role} tone="quiet">{role}</Badge>)}{suspended && <Badge tone="bad">suspended</Badge>}</div>
              ))}
              {accounts.length === 0 && <span class="muted">none</span>}
            </div>
          ) },
        ]} />
    </Panel>
  );
}

function Proposals({ view, nameOf, again }: { view: MembersView; nameOf: (organisation: number) => string; again: () => void }) {
  if (view.proposals.length === 0) return <Panel title="Proposals"><Empty>Nothing was proposed yet. <code>./quorate members propose</code> does it.</Empty></Panel>;
  return (
    <div class="grid">
      {view.proposals.map((proposal) => <ProposalView key={proposal.id} proposal={proposal} nameOf={nameOf} again={again} />)}
      {view.earlier > 0 && <p class="muted">{count(view.earlier)} earlier ones are not shown.</p>}
    </div>
  );
}

function ProposalView({ proposal, nameOf, again }: { proposal: Proposal; nameOf: (organisation: number) => string; again: () => void }) {
  const isOpen = proposal.state === OPEN;
  return (
    <Panel id={`proposal-${proposal.id}`} title={`Proposal ${proposal.id}: ${tame(proposal.description || 'no description', 160)}`}
      aside={<>{proposal.breakGlass && <Badge tone="bad">break-glass</Badge>}{state(PROPOSAL_STATES, proposal.state)}</>}>
      <Facts rows={[
        ['By', <>{nameOf(proposal.organisation)}, <Address value={proposal.proposer} /></>],
        ['Approved by', proposal.approvals.map(nameOf).join(', ') || 'nobody'],
        isOpen && ['Counted now', `${proposal.counted} of ${proposal.needed} that are needed`],
        [isOpen ? 'Can be executed until' : 'Was open until', time(Number(proposal.expiresAt))],
        ['Would do', (
          <div>
            {proposal.actions.map(({ target, data }, at) => {
              const decoded = decodeCall(target, data);
              return decoded ? <details key={at}><summary class="mono">{tame(brief(decoded), 90)}</summary><DecodedView decoded={decoded} /></details>
                : <code key={at}>{tame(data, 90)}</code>;
            })}
          </div>
        )],
      ]} />
      {isOpen && <Vote proposal={proposal} again={again} />}
    </Panel>
  );
}

function Vote({ proposal, again }: { proposal: Proposal; again: () => void }) {
  const { connected } = useStore(walletStore);
  const [sent, setSent] = useState('');
  const [error, setError] = useState<Error | null>(null);
  const vote = async (what: 'approve' | 'withdrawApproval' | 'execute' | 'cancel') => {
    setError(null);
    try {
      setSent(await send(GOVERNANCE.address, governanceCall(what, proposal.id), 0n));
      again();
    } catch (failure) {
      setError(explained(failure, GOVERNANCE.address));
    }
  };
  if (!connected) return <p class="muted">To vote, connect the wallet of an organisation’s admin.</p>;
  return (
    <>
      <div class="actions" style={{ marginTop: '8px' }}>
        <button type="button" class="main" onClick={() => void vote('approve')}>Approve</button>
        <button type="button" onClick={() => void vote('withdrawApproval')}>Take approval back</button>
        <button type="button" disabled={proposal.counted < proposal.needed} onClick={() => void vote('execute')}>Execute</button>
        <button type="button" onClick={() => void vote('cancel')}>Cancel proposal</button>
      </div>
      <div class="result" role="status">{sent && <Sent hash={sent} />}{error && <Failure error={error} />}</div>
    </>
  );
}
