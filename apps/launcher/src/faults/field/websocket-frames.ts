/** One message as it came over the wire. `text` is null where it is no text: the upgrade, pings, closes. */
export interface Frame {
  bytes: Buffer;
  text: string | null;
}

const TEXT = 0x81;
const HEAD_END = '\r\n\r\n';

/** Cuts one direction of a connection that becomes a WebSocket into its upgrade and its frames (RFC 6455, 5.2). */
export function createFrameCutter(): (chunk: Buffer) => Frame[] {
  let rest = Buffer.alloc(0);
  let isUpgraded = false;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    const frames: Frame[] = [];
    for (;;) {
      const length = isUpgraded ? frameBytes(rest) : headBytes(rest);
      if (length === null) return frames;
      const bytes = rest.subarray(0, length);
      rest = rest.subarray(length);
      frames.push({ bytes, text: isUpgraded ? textOf(bytes) : null });
      isUpgraded = true;
    }
  };
}

function headBytes(buffer: Buffer): number | null {
  const end = buffer.indexOf(HEAD_END);
  return end < 0 ? null : end + HEAD_END.length;
}

interface Layout {
  maskAt: number | null;
  payloadAt: number;
  end: number;
}

function layoutOf(buffer: Buffer): Layout | null {
  const second = buffer[1];
  if (second === undefined) return null;
  const short = second & 0x7f;
  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
  const at = 2 + lengthBytes;
  if (buffer.length < at) return null;
  const length =
    lengthBytes === 0
      ? short
      : lengthBytes === 2
        ? buffer.readUInt16BE(2)
        : Number(buffer.readBigUInt64BE(2));
  const isMasked = (second & 0x80) !== 0;
  const payloadAt = isMasked ? at + 4 : at;
  return { maskAt: isMasked ? at : null, payloadAt, end: payloadAt + length };
}

function frameBytes(buffer: Buffer): number | null {
  const layout = layoutOf(buffer);
  return layout === null || buffer.length < layout.end ? null : layout.end;
}

function textOf(frame: Buffer): string | null {
  const layout = layoutOf(frame);
  if (layout === null || frame[0] !== TEXT) return null;
  const payload = Buffer.from(frame.subarray(layout.payloadAt, layout.end));
  if (layout.maskAt !== null) {
    for (let at = 0; at < payload.length; at += 1) {
      payload[at] = (payload[at] ?? 0) ^ (frame[layout.maskAt + (at % 4)] ?? 0);
    }
  }
  return payload.toString('utf8');
}
