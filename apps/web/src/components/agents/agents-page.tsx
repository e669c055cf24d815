'use client';

import { refusalWords } from '../../browser/refusal-words';
import { trpc } from '../../browser/trpc';
import { useNow } from '../../browser/use-now';
import { useSession } from '../frame/session';
import { Card } from '../ui/card';
import { Notice, Refusal } from '../ui/notice';
import { PageTitle } from '../ui/page-title';
import { LoadingWords, Skeleton } from '../ui/skeleton';
import { AgentRow } from './agent-row';
import { NewAgent } from './new-agent';

const POLL_MS = 5_000;

/** The machines that train and write, for those who run them. */
export function AgentsPage() {
  const { user } = useSession();
  const isOperator = user.role === 'operator';
  const agents = trpc.agent.list.useQuery(undefined, {
    enabled: isOperator,
    refetchInterval: POLL_MS,
  });
  const now = useNow(5_000);
  if (!isOperator) {
    return (
      <Notice look="wait" title="Only an operator of this server sees its agents.">
        Ask the person who runs it.
      </Notice>
    );
  }
  return (
    <div className="flex flex-col gap-5">
      <PageTitle title="Agents" note="The machines that train models and write drafts">
        <NewAgent />
      </PageTitle>
      {agents.isPending ? (
        <>
          <LoadingWords what="the agents" />
          <Skeleton className="h-48" />
        </>
      ) : agents.error ? (
        <Refusal words={refusalWords(agents.error)} />
      ) : agents.data.length === 0 ? (
        <Card className="p-8 text-center">
          <p className="font-serif text-xl">No agent yet</p>
          <p className="mt-1 text-quiet">
            Make a token and start an agent with it on the machine that has the GPU. It connects to
            this server by itself; no port has to be opened there.
          </p>
        </Card>
      ) : (
        <ul className="grid gap-4">
          {agents.data.map((agent) => (
            <AgentRow key={agent.id} agent={agent} now={now} />
          ))}
        </ul>
      )}
    </div>
  );
}
