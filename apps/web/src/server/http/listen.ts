import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A reason not to start that a person can do something about; its message is all that needs printing. */
export class ListenError extends Error {
  override readonly name = 'ListenError';
}

/** Binds the server and answers its port (0 asks the system for a free one). */
export function listen(server: Server, { host, port }: { host: string; port: number }) {
  return new Promise<number>((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => {
      reject(new ListenError(sentenceFor(error, host, port), { cause: error }));
    };
    server.once('error', onError);
    server.listen(port, host, () => {
      server.off('error', onError);
      resolve(addressOf(server).port);
    });
  });
}

function addressOf(server: Server): AddressInfo {
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new ListenError('The server is not bound to a port.');
  }
  return address;
}

function sentenceFor(error: NodeJS.ErrnoException, host: string, port: number): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken by another program. Stop that program, or choose another port with --port ${port < 65_535 ? port + 1 : port - 1}.`;
    case 'EACCES':
      return `Port ${port} may not be opened by this user. Choose one above 1023 with --port 3000.`;
    case 'EADDRNOTAVAIL':
      return `This machine has no address ${host}. Use 127.0.0.1, or 0.0.0.0 for all its addresses.`;
    default:
      return `The web server could not listen on ${host}:${port}: ${error.message}.`;
  }
}
