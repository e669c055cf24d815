import { createEmbeddedEngine } from '../embedded/create-embedded-engine';

/** A parent to be killed: opens an engine on the base it is given, prints the child's pid and waits. */
const engine = createEmbeddedEngine({
  ggufFile: process.argv[2] ?? '',
  threads: 1,
  contextTokens: 512,
  environment: process.env,
  log: (sentence) => console.error(sentence),
});
await engine.health();
console.log(engine.pid);
setInterval(() => undefined, 60_000);
