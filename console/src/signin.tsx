import { useEffect, useRef, useState } from 'preact/hooks';
import { tame } from './format';
import { call } from './rpc';
import { claims, isTokenForm, onSession, signIn, signOut } from './session';

export function SignIn() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState('');
  const [, setTurn] = useState(0);
  useEffect(() => onSession(() => setTurn((turn) => turn + 1)), []);
  const who = claims();
  const [modules, setModules] = useState<string[]>([]);

  const open = async () => {
    dialog.current?.showModal();
    try {
      setModules(Object.keys(await call<Record<string, string>>('rpc_modules')).filter((name) => name !== 'rpc'));
      setWrong('');
    } catch (error) {
      setModules([]);
      setWrong((error as Error).message);
    }
  };
  const take = async (event: Event) => {
    event.preventDefault();
    const shown = text.trim().replace(/^bearer\s+/i, '');
    if (!isTokenForm(shown)) {
      setWrong('This is no JSON Web Token: three parts of letters and digits with dots between.');
      return;
    }
    signIn(shown);
    try {
      await call('rpc_modules');
      setText('');
      setWrong('');
      dialog.current?.close();
    } catch (error) {
      signOut();
      setWrong((error as Error).message);
    }
  };
  return (
    <>
      <button type="button" onClick={() => void open()} data-session={who ? 'token' : 'open'}>{who ? tame(who.subject, 18) : 'Sign in'}</button>
      <dialog ref={dialog} aria-labelledby="sign-in">
        <h2 id="sign-in">{who ? `Signed in as ${tame(who.subject, 60)}` : 'Sign in with a token'}</h2>
        <p class="muted">
          {modules.length > 0 ? <>Open to you now: {modules.map((name) => <><code key={name}>{tame(name, 20)}</code> </>)}</> : 'Nothing is open to you at present.'}
        </p>
        {who?.expires && <p class="muted">The token ends {who.expires.toLocaleString()}.</p>}
        <form class="stack" onSubmit={(event) => void take(event)}>
          <label>
            JSON Web Token
            <textarea class="mono" rows={4} spellcheck={false} autocomplete="off" value={text} aria-invalid={wrong !== ''} aria-describedby="sign-in-wrong"
              onInput={({ currentTarget }) => setText(currentTarget.value)} />
          </label>
          <p class="muted">It stays in this tab and goes to this replica alone. It is forgotten when the tab is closed.</p>
          <div id="sign-in-wrong" role="alert">{wrong && <p class="notice bad">{tame(wrong, 300)}</p>}</div>
          <div class="actions">
            {who && <button type="button" onClick={() => { signOut(); dialog.current?.close(); }}>Sign out</button>}
            <button type="button" onClick={() => dialog.current?.close()}>Close</button>
            <button type="submit" class="main" disabled={text.trim() === ''}>Sign in</button>
          </div>
        </form>
      </dialog>
    </>
  );
}
