import { startPlane } from './plane';

/** `plane-process.ts <PlaneSettings as JSON>`: says its port in a line and serves until stdin ends. */
const plane = await startPlane(JSON.parse(process.argv[2] ?? '{}'));
process.stdout.write(`${plane.port}\n`);
process.stdin
  .on('error', () => undefined)
  .on('end', () => {
    void plane.stop().then(() => process.exit(0));
  });
process.stdin.resume();
