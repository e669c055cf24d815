import { EntryError } from '../../browser/entry';
import { Notice } from '../ui/notice';

/** Why somebody was not let in. */
export function EntryRefusal({ error }: { error: Error }) {
  return (
    <Notice
      look="bad"
      isAlert
      title={error instanceof EntryError ? error.message : 'This did not work. Try again.'}
    />
  );
}
