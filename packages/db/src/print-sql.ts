import pg from 'pg';

/** Types that psql sets flush right: whole and broken numbers. */
const NUMBER_OIDS = new Set([20, 21, 23, 26, 700, 701, 790, 1700]);

/** Values exactly as PostgreSQL writes them; line ends and other control characters are shown, not obeyed. */
function cellOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  return String(value)
    .replaceAll('\n', '\\n')
    .replace(/\p{Cc}/gu, '\u{fffd}');
}

const widthOf = (text: string) => [...text].length;

/** Rows as psql prints them: centred heads, a rule, numbers to the right, `(n rows)`. */
export function formatRows(
  fields: readonly { name: string; dataTypeID: number }[],
  rows: readonly (readonly unknown[])[],
): string {
  const cells = rows.map((row) => row.map(cellOf));
  const widths = fields.map(({ name }, column) =>
    Math.max(widthOf(name), ...cells.map((row) => widthOf(row[column] ?? ''))),
  );
  const pad = (text: string, column: number, share: 0 | 0.5 | 1) => {
    const gap = (widths[column] ?? 0) - widthOf(text);
    const left = Math.floor(gap * share);
    return ` ${' '.repeat(left)}${text}${' '.repeat(gap - left)} `;
  };
  const lines = [
    fields.map(({ name }, column) => pad(name, column, 0.5)).join('|'),
    widths.map((width) => '-'.repeat(width + 2)).join('+'),
    ...cells.map((row) =>
      row
        .map((cell, column) => {
          const isNumber = NUMBER_OIDS.has(fields[column]?.dataTypeID ?? 0);
          return pad(cell, column, isNumber ? 1 : 0);
        })
        .join('|'),
    ),
    `(${rows.length} ${rows.length === 1 ? 'row' : 'rows'})`,
  ];
  return lines.map((line) => line.trimEnd()).join('\n');
}

/** `UPDATE 3`, `CREATE`. */
const tagOf = (result: pg.QueryArrayResult) =>
  [result.command, ...(result.rowCount === null ? [] : [result.rowCount])].join(' ');

/**
 * Runs SQL, also several statements, for a person who has no psql.
 * @returns what psql would print
 * @throws pg.DatabaseError as PostgreSQL words it
 */
export async function printSql({ url, sql }: { url: string; sql: string }): Promise<string> {
  const client = new pg.Client({ connectionString: url, application_name: 'emailai sql' });
  await client.connect();
  try {
    const outcome: unknown = await client.query({
      text: sql,
      rowMode: 'array',
      types: { getTypeParser: () => (value: string) => value },
    });
    const results = (Array.isArray(outcome) ? outcome : [outcome]) as pg.QueryArrayResult[];
    return results
      .map((result) =>
        result.fields.length > 0 ? formatRows(result.fields, result.rows) : tagOf(result),
      )
      .join('\n\n');
  } finally {
    await client.end();
  }
}
