import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { OperatorKeys } from './operator-key';
import { KEY_BYTES } from './sealed-box';

/** Signatures that every instance with this operator's key can check; `purpose` keeps kinds apart. */
export interface OperatorSigner {
  sign(purpose: string, text: string): string;
  isSigned(purpose: string, text: string, signature: string): boolean;
}

/** HMAC-SHA256 under keys drawn from the operator's: what is signed tells nothing about what seals mail. */
export function openOperatorSigner(keys: OperatorKeys): OperatorSigner {
  const drawn = new Map<string, Buffer>();
  const macOf = (keyId: string, operatorKey: Uint8Array, purpose: string, text: string) => {
    const name = `${keyId}:${purpose}`;
    const key =
      drawn.get(name) ?? Buffer.from(hkdfSync('sha256', operatorKey, '', purpose, KEY_BYTES));
    drawn.set(name, key);
    return createHmac('sha256', key).update(text).digest();
  };
  return {
    sign(purpose, text) {
      const { id, key } = keys.current;
      return macOf(id, key, purpose, text).toString('base64url');
    },
    isSigned(purpose, text, signature) {
      const shown = Buffer.from(signature, 'base64url');
      return [...keys.byId].some(([id, key]) => {
        const expected = macOf(id, key, purpose, text);
        return shown.length === expected.length && timingSafeEqual(shown, expected);
      });
    },
  };
}
