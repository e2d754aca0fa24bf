import { useRef, useState } from 'preact/hooks';
import { useStore } from './hooks';
import { middle, tame } from './format';
import { connect, disconnect, walletStore, type Wallet } from './wallet';

export function WalletButton() {
  const { wallets, connected } = useStore(walletStore);
  const dialog = useRef<HTMLDialogElement>(null);
  const [wrong, setWrong] = useState('');
  const choose = async (wallet: Wallet) => {
    setWrong('');
    try {
      await connect(wallet);
      dialog.current?.close();
    } catch (error) {
      setWrong((error as Error).message);
    }
  };
  return (
    <>
      <button type="button" onClick={() => dialog.current?.showModal()} data-wallet={connected?.account ?? ''}>
        {connected ? middle(connected.account, 6, 4) : 'Connect wallet'}
      </button>
      <dialog ref={dialog} aria-labelledby="wallets">
        <h2 id="wallets">{connected ? `${tame(connected.wallet.name, 40)} is connected` : 'Connect a wallet'}</h2>
        <p class="muted">The console reads by itself. To write it asks a wallet in this browser, which holds the keys and asks you each time.</p>
        {wallets.length === 0 && <p class="notice">No wallet has announced itself in this browser (EIP-6963).</p>}
        <div class="actions">
          {wallets.map((wallet) => (
            <button key={wallet.id} type="button" class="main" onClick={() => void choose(wallet)}>{tame(wallet.name, 40)}</button>
          ))}
          {connected && <button type="button" onClick={() => { disconnect(); dialog.current?.close(); }}>Disconnect</button>}
          <button type="button" onClick={() => dialog.current?.close()}>Close</button>
        </div>
        <div role="alert">{wrong && <p class="notice bad">{tame(wrong, 300)}</p>}</div>
      </dialog>
    </>
  );
}
