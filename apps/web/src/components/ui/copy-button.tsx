import { useEffect, useState } from 'react';
import { Button } from './button';
import { CheckIcon, CopyIcon } from './icons';

const SHOWN_MS = 1_800;

export function CopyButton({ text, words = 'Copy' }: { text: string; words?: string }) {
  const [copied, setCopied] = useState<'no' | 'yes' | 'failed'>('no');
  useEffect(() => {
    if (copied === 'no') return;
    const timer = setTimeout(() => setCopied('no'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setCopied('yes'),
      () => setCopied('failed'),
    );
  const shown = { no: words, yes: 'Copied', failed: 'Select and copy by hand' }[copied];
  return (
    <Button size="small" onClick={copy} disabled={text === ''}>
      {copied === 'yes' ? <CheckIcon className="size-4" /> : <CopyIcon className="size-4" />}
      <span aria-live="polite">{shown}</span>
    </Button>
  );
}
