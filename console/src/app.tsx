import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { openAbis } from './abi';
import { SYSTEM_CONTRACTS } from './members';
import { live } from './live';
import { useAsked, useStore } from './hooks';
import { count, hexToNumber, isAddress, isHash, tame } from './format';
import { call } from './rpc';
import { link, useRoute } from './router';
import { setTheme, theme, type Theme } from './session';
import { SignIn } from './signin';
import { WalletButton } from './walletbutton';
import { Overview, wordFor } from './pages/overview';
import { Blocks } from './pages/blocks';
import { Transactions } from './pages/transactions';
import { Accounts } from './pages/accounts';
import { Contracts } from './pages/contracts';
import { Pool } from './pages/pool';
import { Members } from './pages/members';
import { Audit } from './pages/audit';
import { Networks } from './pages/networks';

interface Place {
  key: string;
  name: string;
  icon: JSX.Element;
  page: (args: string[]) => ComponentChildren;
}

const icon = (path: string) => <svg viewBox="0 0 16 16" aria-hidden="true"><path d={path} /></svg>;

const GROUPS: [string, Place[]][] = [
  ['Network', [
    { key: '', name: 'Overview', icon: icon('M2 12.5 5.5 8l3 2.5L14 4M14 4h-3.5M14 4v3.5'), page: () => <Overview /> },
    { key: 'members', name: 'Members', icon: icon('M8 2.5 13.5 5v3.5c0 3-2.5 4.5-5.5 5.5-3-1-5.5-2.5-5.5-5.5V5zM5.8 8l1.6 1.6L10.4 6.6'), page: (args) => <Members args={args} /> },
    { key: 'networks', name: 'Other networks', icon: icon('M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM2 8h12M8 2c2 2 2.5 4 2.5 6S10 12 8 14c-2-2-2.5-4-2.5-6S6 4 8 2z'), page: () => <Networks /> },
  ]],
  ['Chain', [
    { key: 'blocks', name: 'Blocks', icon: icon('M8 1.8 13.5 5v6L8 14.2 2.5 11V5zM2.5 5 8 8l5.5-3M8 8v6'), page: (args) => <Blocks args={args} /> },
    { key: 'tx', name: 'Transactions', icon: icon('M2 5.5h11M10.5 3 13 5.5 10.5 8M14 10.5H3M5.5 8 3 10.5 5.5 13'), page: (args) => <Transactions args={args} /> },
    { key: 'account', name: 'Accounts', icon: icon('M8 8a2.7 2.7 0 1 0 0-5.4A2.7 2.7 0 0 0 8 8zM2.8 13.8c.6-2.4 2.6-3.8 5.2-3.8s4.600 1.400 5.200 3.800'), page: (args) => <Accounts args={args} /> },
    { key: 'contracts', name: 'Contracts', icon: icon('M4 1.800h5.500L12.500 4.800v9.400H4zM9.500 1.800v3h3M6 8h4.500M6 10.800h4.500'), page: (args) => <Contracts args={args} /> },
    { key: 'pool', name: 'Pool', icon: icon('M2.500 4h11M2.500 8h11M2.500 12h6'), page: () => <Pool /> },
    { key: 'audit', name: 'Audit', icon: icon('M7 11.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9zM10.300 10.300 14 14M7 4.800V7l1.500 1'), page: (args) => <Audit args={args} /> },
  ]],
];
const PLACES = GROUPS.flatMap(([, places]) => places);

export function App() {
  const { page, args } = useRoute();
  const chain = useAsked('chain', () => call<string>('eth_chainId'));
  const chosen = PLACES.find(({ key }) => key === page);
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);

  useEffect(() => {
    if (chain.value) openAbis(BigInt(chain.value).toString(), SYSTEM_CONTRACTS);
  }, [chain.value]);
  useEffect(() => {
    document.title = `${chosen?.name ?? 'Not found'} · Quorate console`;
    if (!isFirst.current) (main.current?.querySelector<HTMLElement>('h1') ?? main.current)?.focus();
    isFirst.current = false;
    window.scrollTo(0, 0);
  }, [page, args.join('/')]);

  return (
    <>
      <a class="skip" href="#main" onClick={(event) => {
        event.preventDefault(); // the fragment is the page's address
        main.current?.querySelector<HTMLElement>('h1')?.focus();
      }}>Skip to the content</a>
      <div class="frame">
        <Bar chainId={chain.value} />
        <nav class="side" aria-label="Pages">
          {GROUPS.map(([name, places]) => (
            <div key={name}>
              <h2>{name}</h2>
              <ul>
                {places.map((place) => (
                  <li key={place.key}>
                    <a href={link(place.key)} aria-current={place.key === page ? 'page' : undefined}>{place.icon}{place.name}</a>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </nav>
        <main id="main" ref={main} tabIndex={-1}>
          {chosen ? chosen.page(args) : <NotFound />}
        </main>
      </div>
      <Announcer />
    </>
  );
}

function NotFound() {
  return (
    <>
      <h1 tabIndex={-1}>There is no such page</h1>
      <p><a href={link('')}>Back to the overview</a></p>
    </>
  );
}

function Bar({ chainId }: { chainId?: string }) {
  const now = useStore(live);
  const { explanation } = now;
  const [tone, word] = explanation ? wordFor(explanation.status) : ['quiet' as const, now.reached ? '' : 'Unreachable'];
  const head = now.heads[0]?.number ?? now.status?.block;
  return (
    <header class="bar">
      <a class="brand" href={link('')} aria-label="Quorate console, overview"><img src="/console/icon.svg" alt="" />Quorate</a>
      <div class="ticker">
        <span><span class={`dot ${now.reached ? tone : 'bad'}`} aria-hidden="true" /> {word || 'Connected'}</span>
        {head && <span>Block <b>{count(hexToNumber(head))}</b></span>}
        {chainId && <span class="extra">Chain <b>{BigInt(chainId).toString()}</b></span>}
        {now.status && <span class="extra">Replica <b>{now.status.replica}</b></span>}
        {now.link === 'lost' && <span role="status">Connection lost; trying again…</span>}
      </div>
      <Find />
      <div class="tools">
        <ThemeButton />
        <WalletButton />
        <SignIn />
      </div>
    </header>
  );
}

function Find() {
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState('');
  const go = async (event: Event) => {
    event.preventDefault();
    const sought = text.trim();
    setWrong('');
    if (/^\d{1,15}$/.test(sought)) location.hash = link('blocks', sought);
    else if (isAddress(sought)) location.hash = link('account', sought);
    else if (isHash(sought)) {
      const block = await call<unknown>('eth_getBlockByHash', sought, false).catch(() => null);
      location.hash = block ? link('blocks', sought) : link('tx', sought);
    } else {
      setWrong('Expected a block number, a hash, or an address.');
      return;
    }
    setText('');
  };
  return (
    <form class="find" role="search" onSubmit={(event) => void go(event)}>
      <input type="search" aria-label="Find a block, transaction or account" aria-invalid={wrong !== ''} title={wrong || undefined}
        placeholder="Block number, hash or address" value={text} onInput={({ currentTarget }) => setText(currentTarget.value)} />
      <span class="hidden" role="alert">{wrong}</span>
    </form>
  );
}

const NEXT: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };
const THEME_ICONS: Record<Theme, string> = {
  system: 'M2.500 3h11v7.500h-11zM6 13.500h4M8 10.500v3',
  light: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM8 1.500v1.200M8 13.300v1.200M1.500 8h1.200M13.300 8h1.200M3.400 3.400l.9.9M11.700 11.700l.9.9M12.600 3.400l-.9.9M4.300 11.700l-.9.9',
  dark: 'M13.500 9.500A5.800 5.800 0 0 1 6.500 2.500a5.800 5.800 0 1 0 7 7z',
};

function ThemeButton() {
  const [chosen, setChosen] = useState(theme());
  const turn = () => {
    setTheme(NEXT[chosen]);
    setChosen(NEXT[chosen]);
  };
  return (
    <button type="button" class="icon" title={`Colours: ${chosen}`} aria-label={`Colours: ${chosen}. Change to ${NEXT[chosen]}`} onClick={turn}>
      {icon(THEME_ICONS[chosen])}
    </button>
  );
}

/** Tells a screen reader of changes of state, not of every block. */
function Announcer() {
  const { explanation, reached } = useStore(live);
  const text = !reached ? 'The replica cannot be reached.' : explanation ? `${wordFor(explanation.status)[1]}. ${tame(explanation.explanation, 200)}` : '';
  const [said, setSaid] = useState('');
  const state = `${reached} ${explanation?.status}`;
  useEffect(() => setSaid(text), [state]);
  return <div class="hidden" role="status" aria-live="polite">{said}</div>;
}
