import { eventWords } from '@emailai/contracts/job/event-words';
import type { JobStatus } from '@emailai/contracts/job/states';
import { Fragment, useState } from 'react';
import { clockWords, fullDayWords } from '../../browser/day-words';
import type { LogLine } from '../../browser/job-story';
import { Button } from '../ui/button';
import { Card, CardTitle } from '../ui/card';

/** Events of a run that are shown at a time: a page of thousands of lines would hang the browser. */
const RUN_PAGE = 200;

const TURNS: Readonly<Partial<Record<JobStatus, { dot: string; words: string }>>> = {
  COMPLETED: { dot: 'bg-good', words: 'text-good' },
  FAILED: { dot: 'bg-bad', words: 'text-bad' },
  CANCELLED: { dot: 'bg-pencil', words: 'text-pencil' },
  PENDING: { dot: 'bg-wait', words: 'text-text' },
};
const TURN = { dot: 'bg-ink', words: 'text-text' } as const;

/** A job's log: what happened when, turns of its state in bold, runs of steps folded into a line that opens. */
export function JobLogLines({ lines }: { lines: readonly LogLine[] }) {
  const count = lines.reduce((sum, { events }) => sum + events.length, 0);
  return (
    <Card aria-labelledby="log-title" className="p-5 sm:p-7">
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <CardTitle id="log-title">Log</CardTitle>
        <p className="figure text-quiet text-sm">
          {count === 1 ? 'one event' : `${count.toLocaleString('en-GB')} events`}
        </p>
      </div>
      <ol className="mt-4">
        {lines.map((line, index) => (
          <Fragment key={line.events[0]?.seq}>
            <Day line={line} before={lines[index - 1]} />
            <Line line={line} isLast={index === lines.length - 1} />
          </Fragment>
        ))}
      </ol>
    </Card>
  );
}

const dayOf = (line: LogLine | undefined) => new Date(line?.events[0]?.at ?? 0).toDateString();

/** The date, where it is another than that of the line before. */
function Day({ line, before }: { line: LogLine; before: LogLine | undefined }) {
  const at = line.events[0]?.at;
  if (at === undefined || dayOf(line) === dayOf(before)) return null;
  return (
    <li className="pb-2 text-quiet text-sm not-first:pt-3">
      {fullDayWords(at).replace(/ at .*$|, \d\d:\d\d$/, '')}
    </li>
  );
}

function Line({ line, isLast }: { line: LogLine; isLast: boolean }) {
  const [first] = line.events;
  if (first === undefined) return null;
  const look = line.isTurn ? (TURNS[line.status] ?? TURN) : null;
  return (
    <li className="grid grid-cols-[4rem_1rem_1fr] gap-x-2 sm:grid-cols-[4.5rem_1rem_1fr]">
      <time dateTime={first.at} className="figure pt-0.5 text-quiet text-sm leading-6">
        {clockWords(first.at)}
      </time>
      <span aria-hidden className="relative flex justify-center">
        {isLast ? null : <span className="absolute top-3.5 -bottom-3.5 w-px bg-line" />}
        <span
          className={`relative rounded-full ${
            look === null ? 'mt-2.5 size-2 border border-edge bg-sheet' : `mt-2 size-3 ${look.dot}`
          }`}
        />
      </span>
      <div
        className={`min-w-0 break-words pb-2.5 leading-7 ${look === null ? 'text-quiet' : `font-medium ${look.words}`}`}
      >
        {line.events.length === 1 ? line.words : <Run line={line} />}
      </div>
    </li>
  );
}

/** Many events in a line: it opens to show each of them. */
function Run({ line }: { line: LogLine }) {
  const [isOpen, setOpen] = useState(false);
  const [shown, setShown] = useState(RUN_PAGE);
  const left = line.events.length - shown;
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="rounded-lg">
        {line.words}{' '}
        <span className="figure whitespace-nowrap text-sm">
          ({line.events.length.toLocaleString('en-GB')} events)
        </span>
      </summary>
      {isOpen ? (
        <>
          <ol className="mt-1 border-line border-l-2 pl-3 text-sm leading-6">
            {line.events.slice(0, shown).map((event) => (
              <li key={event.seq} className="flex flex-wrap gap-x-3">
                <time dateTime={event.at} className="figure">
                  {clockWords(event.at)}
                </time>
                <span className="figure min-w-0">{eventWords(event.payload)}</span>
              </li>
            ))}
          </ol>
          {left > 0 ? (
            <Button size="small" className="mt-2" onClick={() => setShown(shown + RUN_PAGE)}>
              Show {Math.min(left, RUN_PAGE)} more
            </Button>
          ) : null}
        </>
      ) : null}
    </details>
  );
}
