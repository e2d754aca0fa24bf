import { useCallback, useEffect, useState } from 'preact/hooks';
import { onSession } from './session';

export interface Asked<T> {
  value?: T;
  error?: Error;
  /** Asks again. What was answered stays until then. */
  again: () => void;
}

/**
 * Asks when `key` or `version` changes, when the session does, and every `everyMillis` while the page is looked at. An answer
 * stays until the next one of the same `key` is there, so that what is looked at does not flicker.
 */
export function useAsked<T>(key: string, ask: () => Promise<T>, everyMillis = 0, version: unknown = ''): Asked<T> {
  const [state, setState] = useState<{ key: string; value?: T; error?: Error }>({ key });
  const [turn, setTurn] = useState(0);
  const again = useCallback(() => setTurn((last) => last + 1), []);
  useEffect(() => onSession(again), [again]);
  useEffect(() => {
    let ended = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const run = async () => {
      try {
        const value = await ask();
        if (!ended) setState({ key, value });
      } catch (error) {
        if (!ended) setState((last) => ({ key, value: last.key === key ? last.value : undefined, error: error as Error }));
      }
      if (!ended && everyMillis > 0) timer = setTimeout(next, everyMillis);
    };
    const next = () => {
      if (document.hidden) timer = setTimeout(next, everyMillis);
      else void run();
    };
    void run();
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }, [key, turn, everyMillis, version]);
  return state.key === key ? { value: state.value, error: state.error, again } : { again };
}

/** Something kept outside of the pages: reads it anew whenever it says that it changed. */
export function useStore<T>(store: { read: () => T; listen: (listener: () => void) => () => void }): T {
  const [, setTurn] = useState(0);
  useEffect(() => store.listen(() => setTurn((turn) => turn + 1)), [store]);
  return store.read();
}
