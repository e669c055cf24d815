// `node --import fill-disk.mjs …`: while the file FAULT_DISK_FULL_FILE exists, nothing more can be written, as on a
// full disk: what is open can be read and closed, every write ends with ENOSPC.
import { existsSync, promises } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { fileURLToPath } from 'node:url';

const flagFile = process.env.FAULT_DISK_FULL_FILE;

const refuseWhenFull = (write) =>
  async function refuse(...args) {
    if (flagFile !== undefined && existsSync(flagFile)) {
      throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    }
    return write.apply(this, args);
  };

const handle = await promises.open(fileURLToPath(import.meta.url));
const FileHandle = Object.getPrototypeOf(handle);
await handle.close();
for (const name of ['appendFile', 'write', 'writeFile', 'writev', 'datasync', 'sync']) {
  FileHandle[name] = refuseWhenFull(FileHandle[name]);
}
for (const name of ['appendFile', 'copyFile', 'mkdir', 'writeFile']) {
  promises[name] = refuseWhenFull(promises[name]);
}
syncBuiltinESMExports();
