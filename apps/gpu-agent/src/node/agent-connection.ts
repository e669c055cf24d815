import type { AgentRouter } from '@emailai/api/agent/router';
import {
  acceptedSchema,
  claimOutputSchema,
  draftTokensOutputSchema,
  heartbeatOutputSchema,
  helloOutputSchema,
  jobMailOutputSchema,
  reportOutputSchema,
} from '@emailai/contracts/agent-protocol';
import type { TRPCClient } from '@trpc/client';
import type { z } from 'zod';
import { LinkError } from '../core/link-error';
import type { AgentConnection } from '../core/ports';
import { toLinkError } from './link-errors';

export interface OpenSocket {
  closed: Promise<string>;
  close: () => Promise<void>;
  expectWithin: (silenceMs: number) => void;
  /** An answer later than this is asked for again. */
  callMs: number;
}

/** The procedures of the agent router as the core wants them: parsed, bounded in time, with LinkErrors. */
export function connectionOver(
  calls: TRPCClient<AgentRouter>,
  socket: OpenSocket,
): AgentConnection {
  const inTime = <T>(answer: Promise<T>) => withinMs(answer, socket.callMs);
  let isOver = false;
  void socket.closed.then(() => {
    isOver = true;
  });
  // A call would make tRPC's client dial again: a second connection that nobody greets or closes.
  const refuseWhenOver = () => {
    if (isOver) throw new LinkError('disconnected', 'The connection is closed.');
  };
  // JSON brings dates as text; the contract's own schema makes them dates again.
  const ask = async <Output extends z.ZodType>(
    schema: Output,
    send: () => Promise<unknown>,
  ): Promise<z.output<Output>> => {
    refuseWhenOver();
    try {
      return schema.parse(await inTime(send()));
    } catch (error) {
      throw toLinkError(error);
    }
  };
  const tell = async (send: () => Promise<unknown>): Promise<void> => {
    refuseWhenOver();
    await inTime(send()).catch((error: unknown) => {
      throw toLinkError(error);
    });
  };
  return {
    hello: (input) => ask(helloOutputSchema, () => calls.hello.mutate(input)),
    claim: (input) => ask(claimOutputSchema, () => calls.claim.mutate(input)),
    heartbeat: (input) => ask(heartbeatOutputSchema, () => calls.heartbeat.mutate(input)),
    report: (input) => ask(reportOutputSchema, () => calls.report.mutate(input)),
    jobMail: (input) => ask(jobMailOutputSchema, () => calls.jobMail.mutate(input)),
    beginDeploy: (input) => ask(acceptedSchema, () => calls.beginDeploy.mutate(input)),
    finish: (input) => ask(acceptedSchema, () => calls.finish.mutate(input)),
    draftTokens: (input) => ask(draftTokensOutputSchema, () => calls.draftTokens.mutate(input)),
    drain: () => tell(() => calls.drain.mutate()),
    bye: () => tell(() => calls.bye.mutate()),
    onHint(listener) {
      if (!isOver) calls.directives.subscribe(undefined, { onData: listener, onError: dropSocket });
    },
    onDraft(listener) {
      if (!isOver) calls.drafts.subscribe(undefined, { onData: listener, onError: dropSocket });
    },
    expectWithin: socket.expectWithin,
    closed: socket.closed,
    close: socket.close,
  };

  /** Without its subscriptions an agent is deaf: better a new connection. */
  function dropSocket(): void {
    void socket.close();
  }
}

function withinMs<T>(answer: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new LinkError('unavailable', 'The server did not answer in time.')),
      ms,
    );
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
