import type { ProxiedLink, TcpProxy } from './open-proxy';

/** Resolves with the next connection that is not `former`: a page that was cut off dials again. */
export function linkAfter(proxy: TcpProxy, former: ProxiedLink | null): Promise<ProxiedLink> {
  const { newest } = proxy;
  if (newest !== null && newest !== former) return Promise.resolve(newest);
  return new Promise((resolve) => {
    proxy.onLink = resolve;
  });
}

/** Resolves when the server has sent so many bytes over this connection. */
export function bytesFrom(link: ProxiedLink, bytes: number): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (link.receivedBytes >= bytes) resolve();
    };
    link.onReceived = look;
    look();
  });
}
