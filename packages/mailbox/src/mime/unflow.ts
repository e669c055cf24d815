const MARKS = /^>*/;

/**
 * Joins the lines that a mail program broke (RFC 3676): a line that ends with a space goes on in the next
 * one of the same quote depth. Marks of the joined lines go; each line that is left keeps its own.
 */
export function unflow(text: string, deletesSpace: boolean): string {
  const joined: string[] = [];
  let open: { depth: number } | null = null;
  for (const line of text.split(/\r?\n/)) {
    const marks = MARKS.exec(line)?.[0] ?? '';
    const depth = marks.length;
    const stuffed = line.slice(depth);
    const words = stuffed.startsWith(' ') ? stuffed.slice(1) : stuffed;
    // `-- ` ends with a space and is no broken line.
    const isSignature = words === '-- ';
    const goesOn = words.endsWith(' ') && !isSignature;
    const kept = goesOn && deletesSpace ? words.slice(0, -1) : words;
    const last = joined.length - 1;
    if (open !== null && open.depth === depth && !isSignature) joined[last] += kept;
    else joined.push(depth === 0 ? kept : `${marks} ${kept}`);
    open = goesOn ? { depth } : null;
  }
  return joined.join('\n');
}
