import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Metrics, SocketKind } from '@emailai/services/metrics/create-metrics';
import type { Gateway } from '../ws/gateway';

/** Takes an upgrade to its gateway and counts the socket while it is open, if it was let in. */
export function countSockets(metrics: Metrics) {
  return async (
    kind: SocketKind,
    gateway: Gateway,
    req: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): Promise<void> => {
    await gateway.upgrade(req, socket, head);
    // Who was refused has been answered and hung up on.
    if (socket.destroyed || socket.writableEnded) return;
    socket.once('close', metrics.socketOpened(kind));
  };
}
