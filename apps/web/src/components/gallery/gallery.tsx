'use client';

import { useSession } from '../frame/session';
import { DraftSheet } from '../inbox/draft-panel';
import { JobAttempts } from '../job/job-attempts';
import { JobCard } from '../job/job-card';
import { JobLogLines } from '../job/job-log-lines';
import { Notice } from '../ui/notice';
import { PageTitle } from '../ui/page-title';
import { DRAFT_FIXTURES } from './draft-fixtures';
import { GALLERY_NOW, JOB_FIXTURES } from './job-fixtures';
import { STORY_FIXTURE } from './story-fixture';

const nothing = () => undefined;

/** Each panel in each of its states, from fixtures: for those who change them. In demo and dev only. */
export function Gallery() {
  const { isDemo } = useSession();
  if (!isDemo) return <Notice look="pencil" title="The gallery is part of the demo." />;
  return (
    <div className="flex flex-col gap-10">
      <PageTitle title="Gallery" note="Every panel in every state" />
      {JOB_FIXTURES.map(({ title, job, log, waiting }) => (
        <div key={title}>
          <p className="mb-2 text-quiet text-sm">{title}</p>
          <JobCard
            job={job}
            log={log}
            waiting={waiting}
            connection="live"
            activeVersion={2}
            now={GALLERY_NOW}
            isBusy={false}
            onCancel={nothing}
            onRetry={nothing}
          />
        </div>
      ))}
      <div className="flex flex-col gap-5">
        <p className="text-quiet text-sm">A job’s attempts and its log</p>
        <JobAttempts attempts={STORY_FIXTURE.attempts} now={GALLERY_NOW} />
        <JobLogLines lines={STORY_FIXTURE.lines} />
      </div>
      <div className="grid gap-4 md:grid-cols-2">
        {DRAFT_FIXTURES.map(({ title, draft }) => (
          <div key={title}>
            <p className="mb-2 text-quiet text-sm">{title}</p>
            <DraftSheet
              voice={draft.writer?.voice ?? 'tuned'}
              draft={draft}
              onStop={nothing}
              onEdit={nothing}
            />
          </div>
        ))}
      </div>
    </div>
  );
}
