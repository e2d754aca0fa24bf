// Who asks: a JSON Web Token, which stays in this tab's session storage and goes nowhere but to the replica.

const TOKEN = 'quorate.token';
const TOKEN_FORM = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/;
const listeners = new Set<() => void>();

export const isTokenForm = (text: string): boolean => text.length <= 8192 && TOKEN_FORM.test(text);

export const token = (): string | null => sessionStorage.getItem(TOKEN);

export function signIn(text: string): void {
  sessionStorage.setItem(TOKEN, text);
  listeners.forEach((listener) => listener());
}

export function signOut(): void {
  sessionStorage.removeItem(TOKEN);
  listeners.forEach((listener) => listener());
}

export function onSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Takes `#token=…` out of the address, so that it is in no history and no bookmark. */
export function takeTokenFromAddress(): void {
  const match = /^#token=([^&]+)$/.exec(location.hash);
  if (!match) return;
  history.replaceState(null, '', `${location.pathname}#/`);
  if (isTokenForm(match[1])) signIn(match[1]);
}

export interface Claims {
  subject: string;
  expires: Date | null;
}

/** What the token says of its bearer. The replica alone decides whether that is so. */
export function claims(): Claims | null {
  const text = token();
  if (!text) return null;
  try {
    const payload = text.split('.')[1].replace(/-/g, '+').replace(/_/g, '/');
    const bytes = Uint8Array.from(atob(payload), (char) => char.charCodeAt(0));
    const said: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const { sub, exp } = said as { sub?: unknown; exp?: unknown };
    return { subject: typeof sub === 'string' ? sub : 'unnamed', expires: typeof exp === 'number' ? new Date(exp * 1000) : null };
  } catch {
    return { subject: 'unreadable token', expires: null };
  }
}

export type Theme = 'system' | 'light' | 'dark';
const THEME = 'quorate.theme';

export function theme(): Theme {
  const kept = localStorage.getItem(THEME);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

export function setTheme(choice: Theme): void {
  if (choice === 'system') localStorage.removeItem(THEME);
  else localStorage.setItem(THEME, choice);
  applyTheme();
}

export function applyTheme(): void {
  const choice = theme();
  if (choice === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  window.dispatchEvent(new Event('quorate-theme'));
}
