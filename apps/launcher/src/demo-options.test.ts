import { describe, expect, it } from 'vitest';
import { parseDemoOptions } from './demo-options';

describe('the options of the demo', () => {
  it('has defaults for all', () => {
    expect(parseDemoOptions([])).toEqual({
      help: false,
      once: false,
      json: false,
      fresh: false,
      writer: 'nora-vale',
      mail: null,
      databaseUrl: null,
      engine: 'embedded',
      port: null,
      base: null,
    });
  });

  it.each(['juno', 'juno-park', 'Juno Park'])('finds a writer by %s', (name) => {
    expect(parseDemoOptions(['--writer', name]).writer).toBe('juno-park');
  });

  it('takes real mail with its address', () => {
    const args = ['--once', '--json', '--mbox', 'S.gz', '--inbox', 'I.gz', '--address', 'A@x.org'];
    expect(parseDemoOptions(args).mail).toEqual({
      sentFile: 'S.gz',
      inboxFile: 'I.gz',
      address: 'a@x.org',
    });
  });

  it.each([
    [['--json']],
    [['--writer', 'nobody']],
    [['--mbox', 'S.gz', '--address', 'a@x.org']],
    [['--once', '--mbox', 'S.gz']],
    [['--inbox', 'I.gz']],
    [['--port', 'http']],
    [['--port', '70000']],
    [['--engine', 'steam']],
    [['--loud']],
  ])('answers %j with exit code 2', (args) => {
    expect(() => parseDemoOptions(args)).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});
