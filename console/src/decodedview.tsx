import { show, type Decoded } from './abi';
import { isAddress, tame } from './format';
import { Address } from './ui';

/** A call or an event by its ABI: names and values, all as text. */
export function DecodedView({ decoded }: { decoded: Decoded }) {
  return (
    <div>
      <code>{decoded.name}</code>
      {decoded.args.length > 0 && (
        <dl class="facts">
          {decoded.args.map(({ name, type, value }, at) => (
            <div key={at}>
              <dt><span class="mono">{name}</span> <span class="muted">{type}</span></dt>
              <dd>{type === 'address' && typeof value === 'string' && isAddress(value) ? <Address value={value} full /> : <span class="mono">{tame(show(value), 2000)}</span>}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

export const brief = (decoded: Decoded): string => {
  const text = `${decoded.name}(${decoded.args.map(({ value }) => show(value)).join(', ')})`;
  return text.length > 72 ? `${text.slice(0, 72)}…` : text;
};
