import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';

interface Props {
  title: string;
  /** The latest value, worded with its unit. */
  now: string;
  times: number[];
  values: (number | null)[];
  format: (value: number) => string;
}

const HEIGHT = 96;
/** As long as there are samples, between these bounds. */
const SECONDS_MIN = 60;
const SECONDS_MAX = 600;
const color = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** One quantity over time. The text beside it says what a screen reader needs; the drawing is an image. */
export function Chart({ title, now, times, values, format }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const data = useRef<uPlot.AlignedData>([times, values]);
  data.current = [times, values];
  const span = Math.min(SECONDS_MAX, Math.max(SECONDS_MIN, (times[times.length - 1] ?? 0) - (times[0] ?? 0)));
  const seconds = useRef(span);
  seconds.current = span;
  const formatted = useRef(format);
  formatted.current = format;

  useEffect(() => {
    const element = place.current!;
    const make = () => {
      plot.current?.destroy();
      const font = '10px system-ui, sans-serif';
      const axis = { stroke: color('--faint'), font, ticks: { show: false }, grid: { stroke: color('--line'), width: 1 } };
      plot.current = new uPlot({
        width: element.clientWidth || 300,
        height: HEIGHT,
        padding: [6, 20, 0, 0],
        legend: { show: false },
        cursor: { show: false },
        select: { show: false, left: 0, top: 0, width: 0, height: 0 },
        scales: {
          x: { time: true, range: (_, __, max) => [(max ?? Date.now() / 1000) - seconds.current, max ?? Date.now() / 1000] },
          y: { range: (_, __, max) => [0, !max || max <= 0 ? 1 : max * 1.15] },
        },
        axes: [
          { ...axis, grid: { show: false }, size: 16, gap: 2, space: 70, values: (_, ticks) => ticks.map((tick) => clock(tick)) },
          { ...axis, size: 46, gap: 4, space: 28, values: (_, ticks) => ticks.map((tick) => formatted.current(tick)) },
        ],
        series: [{}, { stroke: color('--accent'), fill: color('--accent-wash'), width: 1.5, points: { show: false }, spanGaps: true }],
      }, data.current, element);
    };
    make();
    const resized = new ResizeObserver(() => plot.current?.setSize({ width: element.clientWidth, height: HEIGHT }));
    resized.observe(element);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    window.addEventListener('quorate-theme', make);
    scheme.addEventListener('change', make);
    return () => {
      resized.disconnect();
      window.removeEventListener('quorate-theme', make);
      scheme.removeEventListener('change', make);
      plot.current?.destroy();
      plot.current = null;
    };
  }, []);

  useEffect(() => {
    plot.current?.setData(data.current);
  }, [times, values]);

  return (
    <figure class="chart">
      <figcaption>
        <span class="label">{title}</span>
        <span class="figure">{now}</span>
      </figcaption>
      <div ref={place} class="plot" role="img" aria-label={`${title} over the last ${Math.round(span)} seconds, now ${now}`} />
    </figure>
  );
}

function clock(seconds: number): string {
  const date = new Date(seconds * 1000);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}
