import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { middle, tame } from './format';
import { RpcError } from './rpc';
import { link } from './router';
import type { Asked } from './hooks';
import { claims } from './session';

export type Tone = 'ok' | 'warn' | 'bad' | 'info' | 'quiet';

export function Panel({ title, aside, children, flush, id }: {
  title: string; aside?: ComponentChildren; children: ComponentChildren; flush?: boolean; id?: string;
}) {
  const heading = id ?? `panel-${title.toLowerCase().replace(/[^a-z]+/g, '-')}`;
  return (
    <section class={`panel${flush ? ' flush' : ''}`} aria-labelledby={heading}>
      <header>
        <h2 id={heading}>{title}</h2>
        {aside && <div class="aside">{aside}</div>}
      </header>
      <div class="body">{children}</div>
    </section>
  );
}

export const Badge = ({ tone, children }: { tone: Tone; children: ComponentChildren }) => <span class={`badge ${tone}`}>{children}</span>;

export function Stat({ label, value, note, tone }: { label: string; value: ComponentChildren; note?: ComponentChildren; tone?: Tone }) {
  return (
    <div class={`stat ${tone ?? ''}`}>
      <dt>{label}</dt>
      <dd>
        <span class="figure">{value}</span>
        {note && <span class="note">{note}</span>}
      </dd>
    </div>
  );
}

/** Rows of a name and what is known of it. */
export function Facts({ rows }: { rows: ([string, ComponentChildren] | null | false | undefined)[] }) {
  return (
    <dl class="facts">
      {rows.filter((row) => !!row).map((row) => {
        const [name, value] = row as [string, ComponentChildren];
        return (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        );
      })}
    </dl>
  );
}

export interface Column<T> {
  head: string;
  cell: (row: T) => ComponentChildren;
  numeric?: boolean;
}

export function Table<T>({ caption, columns, rows, empty, keyOf }: {
  caption: string; columns: Column<T>[]; rows: T[]; empty: ComponentChildren; keyOf: (row: T, index: number) => string | number;
}) {
  if (rows.length === 0) return <Empty>{empty}</Empty>;
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption class="hidden">{caption}</caption>
        <thead>
          <tr>{columns.map((column) => <th key={column.head} scope="col" class={column.numeric ? 'numeric' : ''}>{column.head}</th>)}</tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={keyOf(row, index)}>
              {columns.map((column) => <td key={column.head} class={column.numeric ? 'numeric' : ''}>{column.cell(row)}</td>)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export const Empty = ({ children }: { children: ComponentChildren }) => <p class="empty">{children}</p>;
export const Loading = () => <p class="empty" role="status">Asking the replica…</p>;

/** What went wrong, and what a person can do about it. */
export function Failure({ error, again }: { error: Error; again?: () => void }) {
  if (error instanceof RpcError && error.isDenied) return <Denied error={error} />;
  return (
    <div class="notice bad" role="alert">
      <p><strong>{error instanceof RpcError && error.code !== 0 ? `The replica answered ${error.code}` : 'That did not work'}</strong></p>
      <p>{tame(error.message, 500)}</p>
      {again && <p><button type="button" onClick={again}>Try again</button></p>}
    </div>
  );
}

export function Denied({ error }: { error: RpcError }) {
  const who = claims();
  const group = error.method.split('_')[0];
  return (
    <div class="notice warn" role="alert" data-denied={error.method}>
      <p><strong>{who ? `The roles of ${tame(who.subject, 60)} do not open this` : 'This is not open without a token'}</strong></p>
      <p>
        It needs <code>{error.method}</code>. {who ? 'Sign in with a token whose roles' : 'Sign in with a token whose role'} may use{' '}
        <code>{group}</code>, or ask the replica’s operator to open it.
      </p>
      <p class="muted">{tame(error.message, 300)}</p>
    </div>
  );
}

/** Shows the answer, or that it is under way, or why there is none. */
export function Answer<T>({ asked, children }: { asked: Asked<T>; children: (value: T) => ComponentChildren }) {
  if (asked.value !== undefined) {
    return <>{asked.error && <Failure error={asked.error} again={asked.again} />}{children(asked.value)}</>;
  }
  return asked.error ? <Failure error={asked.error} again={asked.again} /> : <Loading />;
}

export function Copy({ text, what }: { text: string; what: string }) {
  const [done, setDone] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setDone(true);
    setTimeout(() => setDone(false), 1500);
  };
  return (
    <button type="button" class="copy" aria-label={done ? `${what} is copied` : `Copy ${what}`} title="Copy" onClick={() => void copy()}>
      <svg viewBox="0 0 16 16" aria-hidden="true">{done ? <path d="m3 8.5 3 3 7-7" /> : <path d="M5.5 5.5h7v7h-7zM3.5 10.5v-7h7" />}</svg>
    </button>
  );
}

export const Hash = ({ value, to, what = 'hash', full, tight }: { value: string; to?: string; what?: string; full?: boolean; tight?: boolean }) => (
  <span class="hex">
    {to ? <a href={to} title={value}>{full ? value : tight ? middle(value, 6, 4) : middle(value)}</a> : <span title={value}>{full ? value : middle(value)}</span>}
    <Copy text={value} what={what} />
  </span>
);

export const Address = ({ value, full }: { value: string; full?: boolean }) => (
  <Hash value={value} to={link('account', value)} what="address" full={full} />
);

export const BlockLink = ({ number }: { number: number | bigint }) => <a href={link('blocks', number)}>{String(number)}</a>;

/** A group of choices of which one holds. */
export function Tabs({ label, choices, chosen, onChoose }: {
  label: string; choices: [string, string][]; chosen: string; onChoose: (key: string) => void;
}) {
  const move = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const at = choices.findIndex(([key]) => key === chosen);
    const next = choices[(at + step + choices.length) % choices.length][0];
    onChoose(next);
    const list = event.currentTarget as HTMLElement;
    requestAnimationFrame(() => list.querySelector<HTMLElement>('[aria-selected="true"]')?.focus());
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} onKeyDown={move}>
      {choices.map(([key, name]) => (
        <button key={key} type="button" role="tab" aria-selected={key === chosen} tabIndex={key === chosen ? 0 : -1} onClick={() => onChoose(key)}>
          {name}
        </button>
      ))}
    </div>
  );
}

export function PageHead({ title, children, lead }: { title: string; lead?: ComponentChildren; children?: ComponentChildren }) {
  return (
    <div class="page-head">
      <div>
        <h1 tabIndex={-1}>{title}</h1>
        {lead && <p class="lead">{lead}</p>}
      </div>
      {children && <div class="actions">{children}</div>}
    </div>
  );
}
