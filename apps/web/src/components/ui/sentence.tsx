import { Fragment } from 'react';

/** A sentence of the server; what it sets in backticks is something to type. */
export function Sentence({ text }: { text: string }) {
  // Every second piece stood between backticks; a piece has no name but its place.
  return text.split('`').map((piece, index) => {
    const key = `${index}:${piece}`;
    return index % 2 === 0 ? (
      <Fragment key={key}>{piece}</Fragment>
    ) : (
      <code key={key} className="rounded bg-sheet px-1.5 py-0.5 text-[0.9em]">
        {piece}
      </code>
    );
  });
}
