import { trainSettingsSchema } from '@emailai/contracts/trainer-protocol';
import { expect, it } from 'vitest';
import { trainSettingsOf } from './train-settings';

it.each([
  [20, 8],
  [80, 8],
  [200, 3],
  [400, 2],
])(
  'trains the tiny base on %i rows for %i epochs, about as many steps each time',
  (rows, epochs) => {
    const settings = trainSettingsOf({ parameters: 3_000_000, contextTokens: 2_048 }, rows);
    expect(settings).toMatchObject({ epochs, maxTokens: 2_048 });
    expect(trainSettingsSchema.parse(settings)).toEqual(settings);
  },
);

it('takes smaller steps on larger bases, and no more context than is ever filled', () => {
  const rateOf = (parameters: number) =>
    trainSettingsOf({ parameters, contextTokens: 131_072 }, 200).learningRate;
  expect(rateOf(8e9)).toBeLessThan(rateOf(1.5e9));
  expect(rateOf(1.5e9)).toBeLessThan(rateOf(3e6));
  expect(trainSettingsOf({ parameters: 8e9, contextTokens: 131_072 }, 200).maxTokens).toBe(4_096);
});
