import { useEffect, useState } from 'preact/hooks';

export interface Route {
  page: string;
  args: string[];
}

/** `#/blocks/12` is page `blocks` with one argument. */
export function route(): Route {
  const parts = location.hash.replace(/^#\/?/, '').split('/').map((part) => {
    try {
      return decodeURIComponent(part);
    } catch {
      return part;
    }
  });
  return { page: parts[0], args: parts.slice(1).filter((part) => part !== '') };
}

export const link = (...parts: (string | number | bigint)[]): string => `#/${parts.map((part) => encodeURIComponent(String(part))).join('/')}`;

export function useRoute(): Route {
  const [current, setCurrent] = useState(route());
  useEffect(() => {
    const listener = () => setCurrent(route());
    window.addEventListener('hashchange', listener);
    return () => window.removeEventListener('hashchange', listener);
  }, []);
  return current;
}
