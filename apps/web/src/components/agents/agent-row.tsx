import { agoWords } from '../../browser/duration-words';
import { refusalWords } from '../../browser/refusal-words';
import { type Agent, trpc } from '../../browser/trpc';
import { Button } from '../ui/button';
import { Confirm } from '../ui/confirm';
import { Refusal } from '../ui/notice';

const STATES: Readonly<Record<Agent['state'], { words: string; dot: string }>> = {
  online: { words: 'Online', dot: 'bg-good' },
  draining: { words: 'Takes no further jobs', dot: 'bg-wait' },
  offline: { words: 'Offline', dot: 'bg-wait' },
  never_seen: { words: 'Not connected yet', dot: 'border border-edge' },
  revoked: { words: 'Revoked', dot: 'bg-bad' },
};

export function AgentRow({ agent, now }: { agent: Agent; now: Date }) {
  const utils = trpc.useUtils();
  const revoke = trpc.agent.revoke.useMutation({
    onSuccess: () => utils.agent.list.invalidate(),
  });
  const drain = trpc.agent.drain.useMutation({
    onSuccess: () => utils.agent.list.invalidate(),
  });
  const { words, dot } = STATES[agent.state];
  return (
    <li className="rounded-card border border-line bg-sheet p-5 shadow-card">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <div>
          <h2 className="font-serif text-xl">{agent.name}</h2>
          <p className="flex items-center gap-2 text-quiet text-sm">
            <span aria-hidden className={`size-2 rounded-full ${dot}`} />
            {words}
            {agent.lastSeenAt ? ` · last seen ${agoWords(new Date(agent.lastSeenAt), now)}` : ''}
          </p>
        </div>
        {agent.state === 'revoked' ? null : (
          <div className="flex gap-2">
            <Button
              size="small"
              disabled={drain.isPending}
              title="What it holds goes on, and so do its drafts."
              onClick={() => drain.mutate({ agentId: agent.id, drain: !agent.drainRequested })}
            >
              {agent.drainRequested ? 'Give it jobs again' : 'Give it no more jobs'}
            </Button>
            <Confirm
              trigger={
                <Button size="small" disabled={revoke.isPending}>
                  Revoke
                </Button>
              }
              title={`Revoke ${agent.name}?`}
              confirmWords="Revoke"
              onConfirm={() => revoke.mutate({ agentId: agent.id })}
            >
              Its connection closes at once and its token never works again. Jobs it holds go to
              another agent.
            </Confirm>
          </div>
        )}
      </div>
      {agent.hostName === null ? null : (
        <dl className="mt-4 grid grid-cols-2 gap-x-6 gap-y-3 sm:grid-cols-4">
          <Fact label="Machine" value={agent.hostName} />
          <Fact label="GPU" value={gpuWords(agent)} />
          <Fact
            label="Base"
            value={`${agent.baseName ?? '–'}${agent.trialOnly ? ' (trial only)' : ''}`}
          />
          <Fact label="Engine" value={agent.engine ?? '–'} />
          <Fact label="Models held" value={String(agent.modelCount)} />
          <Fact label="Jobs now" value={String(agent.activeJobs)} />
          <Fact label="Version" value={agent.version ?? '–'} />
        </dl>
      )}
      {revoke.error ? <Refusal words={refusalWords(revoke.error)} /> : null}
      {drain.error ? <Refusal words={refusalWords(drain.error)} /> : null}
    </li>
  );
}

function Fact({ label, value }: { label: string; value: string }) {
  return (
    <div className="min-w-0">
      <dt className="text-quiet text-xs">{label}</dt>
      <dd className="truncate" title={value}>
        {value}
      </dd>
    </div>
  );
}

function gpuWords(agent: Agent): string {
  if (agent.gpus.length === 0) return 'none, CPU only';
  return agent.gpus
    .map(({ name, memoryMb }) => `${name}, ${Math.round(memoryMb / 1024)} GB`)
    .join(' + ');
}
