import type { PersonaId } from '@emailai/contracts/personas';
import { idaFenwick } from './ida-fenwick';
import { junoPark } from './juno-park';
import { meiTan } from './mei-tan';
import { noraVale } from './nora-vale';
import { ottoBrandt } from './otto-brandt';
import { rafeColder } from './rafe-colder';
import { samOkoro } from './sam-okoro';
import { victorAmsel } from './victor-amsel';
import type { Voice } from './voice';

export const VOICES: Readonly<Record<PersonaId, Voice>> = {
  'nora-vale': noraVale,
  'victor-amsel': victorAmsel,
  'juno-park': junoPark,
  'otto-brandt': ottoBrandt,
  'mei-tan': meiTan,
  'sam-okoro': samOkoro,
  'ida-fenwick': idaFenwick,
  'rafe-colder': rafeColder,
};
