import { stat } from 'node:fs/promises';
import { readMbox } from '../mbox/read-mbox';
import { parseMail } from '../mime/parse-mail';

/** `read-mbox-file.ts FILE`: reads and parses every message, prints one JSON line. A process of its own, so that its memory is its own. */
async function main(file: string) {
  const { size } = await stat(file);
  const before = process.cpuUsage();
  const startedAt = process.hrtime.bigint();
  let messages = 0;
  for await (const raw of readMbox(file)) {
    await parseMail(raw, { isSent: false });
    messages += 1;
  }
  const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
  const { user, system } = process.cpuUsage(before);
  const figures = {
    messages,
    mbPerSecond: size / 1e6 / seconds,
    mbPerCpuSecond: size / (user + system),
    rssMb: process.resourceUsage().maxRSS / 1_024,
  };
  console.log(JSON.stringify(figures));
}

await main(process.argv[2] ?? '');
