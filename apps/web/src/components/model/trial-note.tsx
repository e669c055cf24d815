/** A trial base is small enough to train in a minute anywhere, and too small to write well: that is said, not hidden. */
export function TrialNote() {
  return (
    <p className="border-line border-l-2 pl-3 text-quiet text-sm">
      <strong className="font-medium text-text">Trial base.</strong> This installation trains on a
      tiny base that comes with emailai. It shows that the whole road works and in which direction
      training moves your drafts; it says nothing about the quality a real base reaches. Your
      operator sets one in a minute.
    </p>
  );
}
