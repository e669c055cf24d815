/** The part of the browser's WebSocket that tRPC's client uses. */
type InnerSocket = Pick<WebSocket, 'readyState' | 'binaryType' | 'send' | 'close'> & {
  addEventListener(
    type: 'open' | 'message' | 'close' | 'error',
    listener: (event: { data?: unknown; code?: number; reason?: string }) => void,
  ): void;
};
export type SocketClass = new (url: string | URL) => InnerSocket;

const CLOSED = 3;

/**
 * A WebSocket that is over as soon as it is closed here, and that opens in time or not at all. A browser waits ten
 * seconds for a peer that is gone to answer the closing handshake, and minutes for one that does not answer the
 * first packet; until then tRPC's client would not connect anew. What a dead connection still brings is dropped,
 * so that nothing arrives twice.
 */
export function promptSocketClass(
  Socket: SocketClass,
  { openMs }: { openMs: number },
): typeof WebSocket {
  class PromptSocket extends EventTarget {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSING = 2;
    static readonly CLOSED = CLOSED;
    readonly #inner: InnerSocket;
    readonly #opening: ReturnType<typeof setTimeout>;
    #isClosing = false;
    #isOver = false;

    constructor(url: string | URL) {
      super();
      const inner = new Socket(url);
      this.#inner = inner;
      this.#opening = setTimeout(() => this.close(), openMs);
      inner.addEventListener('open', () => {
        clearTimeout(this.#opening);
        this.#tell('open', {});
      });
      inner.addEventListener('message', ({ data }) => this.#tell('message', { data }));
      inner.addEventListener('error', () => {
        // Of a connection that is closed here before it came about we tell ourselves.
        if (!this.#isClosing) this.#tell('error', {});
      });
      inner.addEventListener('close', ({ code, reason }) => this.#end(code, reason));
    }

    get readyState(): number {
      return this.#isOver ? CLOSED : this.#inner.readyState;
    }
    get binaryType(): InnerSocket['binaryType'] {
      return this.#inner.binaryType;
    }
    set binaryType(type: InnerSocket['binaryType']) {
      this.#inner.binaryType = type;
    }
    send(data: string): void {
      this.#inner.send(data);
    }
    close(): void {
      if (this.#isClosing || this.#isOver) return;
      this.#isClosing = true;
      const isOpening = this.#inner.readyState === PromptSocket.CONNECTING;
      this.#inner.close();
      // As a browser says it of a connection that never came about.
      if (isOpening) this.#tell('error', {});
      queueMicrotask(() => this.#end(1006, 'closed here'));
    }

    #tell(type: string, fields: object): void {
      if (!this.#isOver) this.dispatchEvent(Object.assign(new Event(type), fields));
    }
    #end(code = 1006, reason = ''): void {
      clearTimeout(this.#opening);
      this.#tell('close', { code, reason });
      this.#isOver = true;
    }
  }
  return asWebSocket(PromptSocket);
}

/** It has all that tRPC's client asks of the class, though not all that browsers have. */
function asWebSocket(socketClass: new (url: string | URL) => EventTarget): typeof WebSocket {
  return socketClass as unknown as typeof WebSocket;
}
