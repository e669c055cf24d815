import { useEffect, useState } from 'react';
import { Card, CardTitle } from '../ui/card';
import { CopyButton } from '../ui/copy-button';

/** The calls a script starts with, at the address this page was opened under. */
export function TokenExample() {
  // Known in the browser only: the page is the same for every address it is served under.
  const [origin, setOrigin] = useState('');
  useEffect(() => setOrigin(window.location.origin), []);
  const command = [
    'export EMAILAI_TOKEN=eat_…',
    `curl -H "Authorization: Bearer $EMAILAI_TOKEN" ${origin}/api/user/ai/fine-tune`,
    `curl -X POST -H "Authorization: Bearer $EMAILAI_TOKEN" ${origin}/api/user/ai/fine-tune`,
    `curl -X DELETE -H "Authorization: Bearer $EMAILAI_TOKEN" ${origin}/api/user/ai/fine-tune`,
  ].join('\n');
  return (
    <Card aria-labelledby="example-title" className="grid gap-3 p-5 sm:p-7">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <CardTitle id="example-title">From a script</CardTitle>
        <CopyButton text={command} />
      </div>
      <p className="text-quiet">
        How things stand, start a training, cancel it. Every call and every answer is described in{' '}
        <a className="text-ink underline" href="/api/openapi.json">
          /api/openapi.json
        </a>
        .
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre tabIndex={0} className="overflow-x-auto rounded-lg bg-well p-3 text-sm">
        {command}
      </pre>
    </Card>
  );
}
