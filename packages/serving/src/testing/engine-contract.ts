import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServingEngine } from '../engine';
import { prepareTestBase, type TestBase } from './test-base';
import { testPrompt } from './test-mail';
import { writeWholeDraft } from './write-whole-draft';

const A = 'emailai-useraaaaaa:v1';
const B = 'emailai-userbbbbbb:v1';

/** What every engine must do; run on each driver that is present. */
export function describeEngineContract(
  name: string,
  open: (base: TestBase) => Promise<ServingEngine>,
  shutDown: () => Promise<void> = () => Promise.resolve(),
): void {
  // Starting a child takes seconds where others compute as well, and an Ollama without its CPU kernels reads slowly.
  describe(`the serving contract on ${name}`, { timeout: 120_000 }, () => {
    let base: TestBase;
    let engine: ServingEngine;
    const draft = (model: string | null, maxTokens = 120) =>
      writeWholeDraft(engine, { model, userMessage: testPrompt(), maxTokens });
    const load = async (model: string, number: number) => {
      const adapter = base.adapters[number];
      if (adapter === undefined) throw new Error(`There is no test adapter ${number}.`);
      await engine.loadAdapter({ model, ...adapter });
    };

    beforeAll(async () => {
      base = await prepareTestBase();
      engine = await open(base);
      await load(A, 0);
      await load(B, 1);
    }, 300_000);
    afterAll(async () => {
      await engine?.close();
      await shutDown();
    });

    it('is healthy and says so in a sentence', async () => {
      const { ok, sentence } = await engine.health();
      expect(ok).toBe(true);
      expect(sentence).toMatch(/^[A-Z].*\.$/s);
    });

    it('lists the models it was given', async () => {
      expect(await engine.list()).toEqual(expect.arrayContaining([A, B]));
    });

    it('ends a draft of the base with the end of the turn', async () => {
      const { reason, text, tokens } = await draft(null, 400);
      expect(reason).toBe('stop');
      expect(text.trim()).not.toBe('');
      expect(text).not.toMatch(/<\|/);
      expect(tokens).toBeGreaterThan(3);
    });

    it('writes the same greedy draft twice, and another with each adapter', async () => {
      const [one, again, a, b] = [
        await draft(null),
        await draft(null),
        await draft(A),
        await draft(B),
      ];
      expect(again.text).toBe(one.text);
      expect(a.text).not.toBe(one.text);
      expect(b.text).not.toBe(one.text);
      expect(b.text).not.toBe(a.text);
    });

    it('keeps the voices apart when they write at the same time', async () => {
      const alone = [(await draft(null)).text, (await draft(A)).text, (await draft(B)).text];
      const together = await Promise.all([draft(null), draft(A), draft(B)]);
      expect(together.map(({ text }) => text)).toEqual(alone);
    });

    it('stops at the limit of tokens and says so', async () => {
      const { reason, tokens } = await draft(null, 3);
      expect(reason).toBe('length');
      expect(tokens).toBe(3);
    });

    it('leaves off the middle of a prompt that does not fit, and counts it', async () => {
      const userMessage = testPrompt('預算又來了。'.repeat(800));
      const { cutTokens, promptTokens } = await writeWholeDraft(engine, {
        model: null,
        userMessage,
        maxTokens: 64,
      });
      expect(cutTokens).toBeGreaterThan(0);
      expect(promptTokens).toBeLessThanOrEqual(base.contextTokens - 64);
    });

    it('stops writing when the reader aborts', async () => {
      const reader = new AbortController();
      const request = { model: null, userMessage: testPrompt(), maxTokens: 400 };
      const writing = engine.chat({ ...request, signal: reader.signal });
      expect((await writing.next()).done).toBe(false);
      reader.abort(new Error('nobody reads'));
      await expect(async () => {
        while (!(await writing.next()).done);
      }).rejects.toThrow('nobody reads');
      expect((await draft(null, 3)).tokens).toBe(3);
    });

    it('stops writing when the reader leaves the loop', async () => {
      for await (const text of engine.chat({
        model: A,
        userMessage: testPrompt(),
        maxTokens: 400,
      })) {
        expect(text).not.toBe('');
        break;
      }
      expect((await draft(A, 3)).tokens).toBe(3);
    });

    it('refuses a model it does not hold with a sentence', async () => {
      await expect(draft('emailai-usernobody:v1')).rejects.toMatchObject({
        code: 'model_missing',
        message: expect.stringMatching(/emailai-usernobody:v1/),
      });
    });

    it('forgets a model that is unloaded, and may be given it again', async () => {
      const before = await draft(B);
      await engine.unloadAdapter(B);
      expect(await engine.list()).not.toContain(B);
      await expect(draft(B)).rejects.toMatchObject({ code: 'model_missing' });
      await load(B, 1);
      expect((await draft(B)).text).toBe(before.text);
    });

    it('reads what stands before the message', async () => {
      const request = { model: null, userMessage: testPrompt(), maxTokens: 24 };
      const plain = await writeWholeDraft(engine, request);
      const turned = await writeWholeDraft(engine, {
        ...request,
        earlier: [
          { role: 'user', content: 'Hello' },
          { role: 'assistant', content: 'Hi Marta, yes.' },
        ],
      });
      expect(turned.promptTokens).toBeGreaterThan(plain.promptTokens);
    });

    it('makes what it only knows servable with its first draft', async () => {
      const adapter = base.adapters[2];
      if (adapter === undefined) throw new Error('three adapters are needed');
      engine.knowAdapter({ model: 'emailai-userknown1:v1', ...adapter });
      const { text } = await draft('emailai-userknown1:v1');
      expect([(await draft(null)).text, (await draft(A)).text]).not.toContain(text);
    });

    it('tells what it holds in memory, gives it back when told and writes on', async () => {
      const before = await draft(A);
      expect((await engine.memory()).warm).toContain(A);
      if (engine.kind === 'vllm') {
        await expect(engine.freeMemory()).rejects.toMatchObject({ code: 'unsupported' });
        return;
      }
      await engine.freeMemory();
      expect((await engine.memory()).warm).toEqual([]);
      expect((await draft(A)).text).toBe(before.text);
    });

    it('refuses an adapter whose content is not what its hash says', async () => {
      const [one, other] = base.adapters;
      if (one === undefined || other === undefined) throw new Error('two adapters are needed');
      await expect(
        engine.loadAdapter({ model: A, path: one.path, sha256: other.sha256 }),
      ).rejects.toMatchObject({ code: 'adapter_unreadable' });
    });

    it('scores replies by the whole vocabulary, or says that it cannot', async () => {
      const request = { userMessage: testPrompt(), reply: 'Hi Marta,\n\nFriday is fine.\n\nTom' };
      if (!engine.canScore) {
        await expect(engine.score({ model: null, ...request })).rejects.toMatchObject({
          code: 'cannot_score',
        });
        return;
      }
      const baseScore = await engine.score({ model: null, ...request });
      const tunedScore = await engine.score({ model: A, ...request });
      expect(baseScore.nats).toBeGreaterThan(0);
      expect(tunedScore.nats).not.toBeCloseTo(baseScore.nats, 1);
      expect(tunedScore.tokens).toBe(baseScore.tokens);
      const { logProbs, replyTokens } = await engine.distributions({ model: null, ...request });
      const nats = replyTokens.map((token, at) => -(logProbs[at]?.[token] ?? Number.NaN));
      expect(nats.reduce((sum, value) => sum + value, 0)).toBeCloseTo(baseScore.nats, 3);
      for (const row of logProbs) {
        expect(row.reduce((sum, value) => sum + Math.exp(value), 0)).toBeCloseTo(1, 4);
      }
    });
  });
}
