import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { listAuthors, readAuthor } from './author-mail';
import { measureAuthor } from './measure-author';

const MAIL = fileURLToPath(new URL('../../../../../shared/data/mail/', import.meta.url));
const names = await listAuthors(MAIL);
if (names.length === 0)
  console.log('SKIPPED: mail of real people (../shared/data/mail is not there).');

describe.skipIf(names.length === 0)('mail of real people', () => {
  it.each(names.map((_, at) => at + 1))(
    'author %i is read as well as promised',
    async (number) => {
      const author = await readAuthor(join(MAIL, names[number - 1] ?? ''));
      const figures = measureAuthor(author);
      expect(author.unreadable).toEqual({});
      expect(figures.parentsCorrect).toBeGreaterThanOrEqual(0.97);
      expect(figures.parentsWithoutHeaders).toBeGreaterThanOrEqual(0.85);
      expect(figures.parentsInvented).toBe(0);
      expect(figures.rowsWithQuotedText).toBe(0);
      expect(figures.rowShare).toBeGreaterThanOrEqual(0.85);
      expect(figures.labelled).toBe(30);
      expect(figures.signOffKept).toBeGreaterThanOrEqual(0.98);
      expect(figures.rawGivesSameRows).toBe(true);
      const dropped = Object.values(figures.droppedByReason).reduce((sum, one) => sum + one, 0);
      expect(figures.rows + dropped).toBe(author.sent.length);
    },
    120_000,
  );
});
