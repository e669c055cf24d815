import { readFile } from 'node:fs/promises';
import { datasetRowSchema } from '@emailai/contracts/dataset';
import { DROP_REASON_WORDS, DROP_REASONS } from '@emailai/contracts/drop-reason';
import { expect, it } from 'vitest';

const PAGE = new URL('../../../../docs/DATASET.md', import.meta.url);

it('is described as it is: every field of a row, every reason, and a row that is one', async () => {
  const page = await readFile(PAGE, 'utf8');
  for (const field of Object.keys(datasetRowSchema.shape))
    expect(page).toContain(`| \`${field}\` |`);
  const listed = page.match(/^\| `[a-z_]+` \| .* \|$/gm) ?? [];
  expect(
    listed.filter((line) => DROP_REASONS.some((reason) => line.startsWith(`| \`${reason}\``))),
  ).toEqual(DROP_REASONS.map((reason) => `| \`${reason}\` | ${DROP_REASON_WORDS[reason]} |`));
  const [, example = ''] = /```json\n(.*)\n```/.exec(page) ?? [];
  expect(datasetRowSchema.parse(JSON.parse(example)).output).toMatch(/nora$/);
});
