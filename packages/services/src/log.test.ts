import { describe, expect, it } from 'vitest';
import { jsonLog, type LogEntry } from './log';

function written(entry: Partial<LogEntry>): Record<string, unknown> {
  let line = '';
  jsonLog((one) => {
    line = one;
  })({ level: 'warn', event: 'test', ...entry });
  expect(line).not.toContain('\n');
  return JSON.parse(line);
}

describe('a line of the log', () => {
  it('says what happened, to whom, and where it was thrown', () => {
    const error = new Error('outer', { cause: new Error('inner') });
    const line = written({ jobId: 'job123', error });
    expect(line).toMatchObject({
      level: 'warn',
      event: 'test',
      jobId: 'job123',
      error: 'outer',
      cause: { error: 'inner' },
      at: expect.stringMatching(/^\d{4}-/),
    });
    expect(line.stack).toContain('log.test.ts');
  });

  it.each([
    ['refused fta_abc123_Zm9vYmFyYmF6cXV4 here', 'refused fta_… here'],
    ['token eat_x1_Zm9vYmFyYmF6cXV4', 'token eat_…'],
    ['signed by whsec_Zm9vYmFyYmF6cXV4==', 'signed by whsec_…'],
    [`held by mws9fdz7.${'Ab_-'.repeat(10)}Abc of`, 'held by ….… of'],
    ['sent Authorization: Bearer abc.def-ghi', 'sent Authorization: Bearer …'],
    ['at postgres://me:secret@db:5432/x', 'at postgres://…@db:5432/x'],
    ['no mailbox ada.l+x@mail.example.org', 'no mailbox …@…'],
    ['in node_modules/@emailai/db/src', 'in node_modules/@emailai/db/src'],
  ])('shows %j as %j', (said, shown) => {
    expect(written({ error: new Error(said) }).error).toBe(shown);
    expect(written({ what: said }).what).toBe(shown);
    expect(written({ error: said }).error).toBe(shown);
  });

  it('does not show the values that Prisma quotes, nor a message twice', () => {
    const error = new Error(
      'Invalid `prisma.user.create()` invocation:\n{ data: { name: "Marta" } }\n\nUnique constraint failed',
    );
    error.name = 'PrismaClientKnownRequestError';
    expect(written({ error }).error).toBe('Unique constraint failed');
    expect(JSON.stringify(written({ error }))).not.toContain('Marta');
  });

  it('cuts what an error quotes at length', () => {
    const { error, stack } = written({ error: new Error('x'.repeat(5_000)) });
    expect(String(error)).toHaveLength(500);
    expect(String(stack)).not.toContain('xxx');
  });
});
