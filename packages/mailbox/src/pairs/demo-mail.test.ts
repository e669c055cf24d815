import { PERSONA_IDS } from '@emailai/contracts/personas';
import { describe, expect, it } from 'vitest';
import { generateMailbox } from '../personas/generate-mailbox';
import { buildRows } from './build-rows';

describe('mail of the demo writers', () => {
  it('becomes rows, all of it, with nothing of what was quoted', () => {
    for (const id of PERSONA_IDS) {
      const { sent, incoming, address, name } = generateMailbox(id);
      const { rows, paired, dropped } = buildRows({
        sent,
        incoming,
        ownAddresses: [address],
        ownName: name,
      });
      expect(dropped, id).toEqual([]);
      expect(paired).toBe(sent.length);
      const sentById = new Map(sent.map((mail) => [mail.id, mail]));
      for (const row of rows) {
        expect(row.output).not.toMatch(/^> |wrote:|schrieb|Original Message/m);
        expect(sentById.get(row.id)?.body.startsWith(row.output)).toBe(true);
      }
    }
  });

  it('is built from two thousand sent mails in under three seconds of work', () => {
    const boxes = PERSONA_IDS.flatMap((id) => [1, 2].map((seed) => generateMailbox(id, { seed })));
    const before = process.cpuUsage();
    buildRows({
      sent: boxes.flatMap((box) => box.sent).slice(0, 2_000),
      incoming: boxes.flatMap((box) => box.incoming),
      ownAddresses: boxes.map((box) => box.address),
      ownName: 'Tom Hale',
    });
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(3_000);
  });
});
