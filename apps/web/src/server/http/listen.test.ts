import { createServer } from 'node:http';
import { expect, it } from 'vitest';
import { ListenError, listen } from './listen';

it('says in a sentence that the port is taken, and what to do', async () => {
  const first = createServer();
  const port = await listen(first, { host: '127.0.0.1', port: 0 });
  const second = listen(createServer(), { host: '127.0.0.1', port });
  await expect(second).rejects.toThrow(ListenError);
  await expect(second).rejects.toThrow(
    `Port ${port} is taken by another program. Stop that program, or choose another port with --port`,
  );
  first.close();
});

it('says that the machine has no such address', async () => {
  const refused = listen(createServer(), { host: '192.0.2.1', port: 0 });
  await expect(refused).rejects.toThrow('This machine has no address 192.0.2.1.');
});
