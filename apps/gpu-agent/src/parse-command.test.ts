import { describe, expect, it } from 'vitest';
import { EXIT } from './exit-codes';
import { HELP, parseCommand } from './parse-command';

describe('the command line', () => {
  it('reads every command', () => {
    expect(parseCommand(['serve'])).toMatchObject({ name: 'serve', once: false });
    expect(parseCommand(['serve', '--once', '--json'])).toMatchObject({ once: true, json: true });
    expect(parseCommand(['run', '--job-id', 'abc123'])).toMatchObject({ jobId: 'abc123' });
    expect(parseCommand(['status', '--home', 'x'])).toMatchObject({ name: 'status', home: 'x' });
    expect(parseCommand(['door', '--json'])).toMatchObject({ name: 'door', json: true });
    expect(parseCommand(['--help'])).toMatchObject({ name: 'help' });
  });

  it.each([
    [[]],
    [['sing']],
    [['serve', 'twice']],
    [['serve', '--loud']],
    [['run']],
    [['run', '--job-id', '../etc']],
    [['status', '--once']],
  ])('answers %j with exit code 2 and a hint', (args) => {
    expect(() => parseCommand(args)).toThrow(
      expect.objectContaining({ exitCode: EXIT.usage, message: expect.stringContaining('--help') }),
    );
  });

  it('explains every option it takes', () => {
    for (const option of ['--once', '--job-id', '--json', '--server', '--token-file', '--home']) {
      expect(HELP).toContain(option);
    }
  });
});
