import { readFile } from 'node:fs/promises';

/** One array of an .npz file: C order, little endian. */
export interface NpzArray {
  shape: number[];
  values: Float32Array | Int32Array;
}

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;

/** Reads what `numpy.savez` writes (a zip of uncompressed .npy members), f32 and int32 only; for tests. */
export async function readNpz(path: string): Promise<Map<string, NpzArray>> {
  const zip = await readFile(path);
  const endAt = zip.lastIndexOf(Buffer.from(uint32(END_OF_DIRECTORY)));
  const arrays = new Map<string, NpzArray>();
  let at = zip.readUInt32LE(endAt + 16);
  while (zip.readUInt32LE(at) === DIRECTORY_ENTRY) {
    if (zip.readUInt16LE(at + 10) !== 0) throw new Error('a compressed member is not supported');
    const size = zip.readUInt32LE(at + 24);
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((by) =>
      zip.readUInt16LE(at + by),
    ) as [number, number, number];
    const localAt = zip.readUInt32LE(at + 42);
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength).replace(/\.npy$/, '');
    const dataAt = localAt + 30 + zip.readUInt16LE(localAt + 26) + zip.readUInt16LE(localAt + 28);
    arrays.set(name, readNpy(zip.subarray(dataAt, dataAt + size)));
    at += 46 + nameLength + extraLength + commentLength;
  }
  return arrays;
}

function readNpy(file: Buffer): NpzArray {
  const headerLength = file.readUInt16LE(8);
  const header = file.toString('latin1', 10, 10 + headerLength);
  const type = /'descr': '([^']+)'/.exec(header)?.[1];
  const shape = [...(/'shape': \(([^)]*)\)/.exec(header)?.[1] ?? '').matchAll(/\d+/g)].map(Number);
  // A copy: the values must stand at a multiple of their size in memory.
  const bytes = Uint8Array.from(file.subarray(10 + headerLength)).buffer;
  if (type === '<f4') return { shape, values: new Float32Array(bytes) };
  if (type === '<i4') return { shape, values: new Int32Array(bytes) };
  throw new Error(`an array of ${type} is not supported`);
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}
