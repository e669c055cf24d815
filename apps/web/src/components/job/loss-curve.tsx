import {
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Scatter,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import type { JobLog } from '../../browser/job-log';
import { curveOf } from './curve-points';

const AXIS = { fill: 'var(--color-quiet)', fontSize: 12 } as const;

/** The loss as training goes: each step in pencil, its running mean in ink, held-out mail after each epoch as dots. */
export function LossCurve({
  log,
  isRunning,
  baseLoss,
}: {
  log: JobLog;
  isRunning: boolean;
  baseLoss: number | null;
}) {
  if (log.steps.length === 0) {
    return isRunning && log.status === 'TRAINING' ? (
      <div className="pencil-hatch mt-6 flex h-56 items-center justify-center rounded-xl border border-line text-quiet">
        The curve begins with the first step.
      </div>
    ) : null;
  }
  const total = log.lastStep?.totalSteps ?? log.steps.length;
  const last = log.epochs.at(-1);
  return (
    <figure className="mt-6">
      <figcaption className="flex flex-wrap items-center gap-x-4 gap-y-1 text-quiet text-sm">
        <span className="font-medium text-text">Loss, nats per token</span>
        <Key colour="bg-ink" words="your replies, in training" />
        <Key colour="bg-good" words="mail kept back" isDot />
        {last ? (
          <span className="figure">
            after epoch {last.epoch}: <span className="text-good">{last.loss.toFixed(2)}</span>
          </span>
        ) : null}
      </figcaption>
      <div
        role="img"
        aria-label={`Loss curve: ${log.steps.length} steps, from ${log.steps[0]?.loss.toFixed(2)} to ${log.steps.at(-1)?.loss.toFixed(2)} nats per token${last ? `; on held-out mail ${last.loss.toFixed(2)} after epoch ${last.epoch}` : ''}.`}
        className="mt-2 h-56"
      >
        <ResponsiveContainer
          width="100%"
          height="100%"
          initialDimension={{ width: 600, height: 224 }}
        >
          <ComposedChart
            data={curveOf(log)}
            accessibilityLayer={false}
            margin={{ top: 8, right: 8, bottom: 0, left: -18 }}
          >
            <CartesianGrid stroke="var(--color-line)" vertical={false} />
            <XAxis
              dataKey="step"
              type="number"
              domain={[0, total]}
              tick={AXIS}
              stroke="var(--color-line)"
              tickLine={false}
              allowDecimals={false}
            />
            <YAxis
              tick={AXIS}
              stroke="var(--color-line)"
              tickLine={false}
              axisLine={false}
              domain={[
                (low: number) => Math.max(0, Math.floor(low * 2) / 2),
                (high: number) => Math.ceil(high * 2) / 2,
              ]}
              tickFormatter={(nats: number) => nats.toFixed(1)}
            />
            {baseLoss === null ? null : (
              <ReferenceLine
                y={baseLoss}
                stroke="var(--color-pencil)"
                strokeDasharray="4 4"
                ifOverflow="extendDomain"
                label={{ value: 'base', position: 'insideTopRight', ...AXIS }}
              />
            )}
            <Line
              dataKey="loss"
              name="this step"
              stroke="var(--color-edge)"
              strokeOpacity={0.45}
              strokeWidth={1}
              dot={false}
              isAnimationActive={false}
            />
            <Line
              dataKey="mean"
              name="running mean"
              stroke="var(--color-ink)"
              strokeWidth={2.25}
              strokeLinecap="round"
              dot={false}
              isAnimationActive={false}
            />
            <Scatter
              dataKey="heldOut"
              name="held-out mail"
              fill="var(--color-good)"
              isAnimationActive={false}
            />
            <Tooltip
              isAnimationActive={false}
              formatter={(nats) => (typeof nats === 'number' ? nats.toFixed(3) : nats)}
              labelFormatter={(step) => `step ${step}`}
              contentStyle={{
                background: 'var(--color-sheet)',
                border: '1px solid var(--color-line)',
                borderRadius: 10,
                fontSize: 13,
              }}
            />
          </ComposedChart>
        </ResponsiveContainer>
      </div>
    </figure>
  );
}

function Key({ colour, words, isDot = false }: { colour: string; words: string; isDot?: boolean }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span aria-hidden className={`${isDot ? 'size-2' : 'h-0.5 w-4'} rounded-full ${colour}`} />
      {words}
    </span>
  );
}
