import type { AppRouter } from '@emailai/api/app/router';
import { createTRPCReact } from '@trpc/react-query';
import type { inferRouterOutputs } from '@trpc/server';

export const trpc = createTRPCReact<AppRouter>();

type Outputs = inferRouterOutputs<AppRouter>;
export type FineTune = Outputs['fineTune']['read'];
export type Job = Outputs['fineTune']['cancel']['job'];
export type JobPageView = Outputs['fineTune']['job'];
export type SupportJobs = Outputs['support']['jobs'];
export type SupportJob = SupportJobs['jobs'][number];
export type SupportJobPageView = Outputs['support']['job'];
export type Waiting = NonNullable<FineTune['waiting']>;
export type Mailbox = Outputs['mailbox']['list'][number];
export type ThreadSummary = Outputs['inbox']['threads']['threads'][number];
export type Thread = Outputs['inbox']['thread'];
export type Agent = Outputs['agent']['list'][number];
export type ApiToken = Outputs['apiToken']['list'][number];
export type Notice = Outputs['notification']['list']['notifications'][number];
export type User = NonNullable<Outputs['session']['me']['user']>;
