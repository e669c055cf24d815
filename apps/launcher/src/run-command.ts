import { Sentence, sentenceOf } from './sentence';

/** Runs a command to its exit code; what goes wrong is told in a sentence where one is known. */
export function runCommand(command: (args: string[]) => Promise<number>): void {
  command(process.argv.slice(2)).then(
    (code) => process.exit(code),
    (error: unknown) => {
      const known = sentenceOf(error);
      const stack = error instanceof Error ? error.stack : String(error);
      process.stderr.write(`emailai: ${known ?? stack}\n`);
      process.exit(error instanceof Sentence ? error.exitCode : 1);
    },
  );
}
