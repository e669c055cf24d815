import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmbeddedEngine } from '@emailai/serving/embedded/create-embedded-engine';
import { testPrompt } from '@emailai/serving/testing/test-mail';
import { Ollama } from 'ollama';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ANNA, BORIS, openTestDoor, type TestDoor } from '../../testing/open-test-door';

let home: string;
let here: TestDoor;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'gpu-agent-door-'));
  here = await openTestDoor(home, { maxDrafts: 2 });
}, 300_000);
afterAll(async () => {
  await here?.close();
  await rm(home, { recursive: true, force: true });
});

const clientOf = (modelName: string) =>
  new Ollama({ host: `${here.door.url}/t/${here.tokenOf(modelName)}` });
const ask = (modelName: string, tokens = 8) =>
  clientOf(modelName).generate({
    model: modelName,
    prompt: testPrompt(),
    options: { num_predict: tokens },
  });

describe('the door under load', { timeout: 120_000 }, () => {
  it('answers fifty at once, and one who asks once does not wait for one who asks much', async () => {
    await ask(ANNA);
    const ended: string[] = [];
    const all = Array.from({ length: 49 }, async () => {
      const { response } = await ask(ANNA);
      ended.push('anna');
      return response;
    });
    // Boris comes last, when all of Anna's wait already.
    const boris = ask(BORIS).then(({ response }) => {
      ended.push('boris');
      return response;
    });
    const responses = await Promise.all([...all, boris]);
    expect(new Set(responses.slice(0, 49)).size).toBe(1);
    expect(responses.every((text) => text !== '')).toBe(true);
    expect(ended.indexOf('boris')).toBeLessThan(25);
  });

  it('ends the stream with a sentence when the engine is killed, and goes on with the next', async () => {
    const { response: before } = await ask(ANNA);
    const stream = await clientOf(ANNA).generate({
      model: ANNA,
      prompt: testPrompt(),
      stream: true,
      options: { num_predict: 900, temperature: 2 },
    });
    let killedMs = 0;
    await expect(async () => {
      for await (const _part of stream) {
        if (killedMs > 0) continue;
        killedMs = performance.now();
        // The test door's own engine is the embedded one.
        process.kill((here.engine as EmbeddedEngine).pid ?? 0, 'SIGKILL');
      }
    }).rejects.toThrow(/^The model engine stopped \(SIGKILL\); it starts again/);
    expect(performance.now() - killedMs).toBeLessThan(3_000);
    expect((await ask(ANNA)).response).toBe(before);
  });
});
