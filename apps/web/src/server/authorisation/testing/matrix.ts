import { newId } from '@emailai/contracts/ids';
import type { HeldJob, World } from './open-world';

/**
 * A refusal by its code, the upgrade refused (`no_socket`), or an answer in which nothing of the owner's may stand.
 * `rightful`: it is theirs. `no_fence`: the call names no claim, so that none can be stale.
 */
export type Expected =
  | 'unauthenticated'
  | 'not_found'
  | 'forbidden'
  | 'lost'
  | 'grant_refused'
  | 'no_socket'
  | 'nothing'
  | 'rightful'
  | 'no_fence';

/** One procedure: how it is asked for what is the owner's, and what each of those gets who do not own it. */
export interface Row {
  input?: (world: World, held: HeldJob) => unknown;
  /** The job an agent asks about is in this state, in which its holder's same call is carried out. */
  stage?: keyof World['held'];
  /** Nothing comes of this subscription by itself. */
  isSilent?: boolean;
  anonymous: Expected;
  otherUser: Expected;
  /** A writer who also runs the server: operators see states and costs, no mail. */
  operator: Expected;
  /** With the grant of the agent that holds the job. */
  otherAgent: Expected;
  /** With a grant of its own, from when it held the job. */
  formerAgent: Expected;
  revokedAgent: Expected;
  /** The holder, with fence and grant of its claim before this one. */
  staleEpoch: Expected;
  /** Whom it is there for; the same call of theirs is carried out. */
  rightful: 'owner' | 'operator' | 'holder';
}

type Columns = Omit<Row, 'input' | 'stage' | 'isSilent'>;

/** A token of an agent is no session, whatever became of the agent. */
const NO_AGENTS = {
  otherAgent: 'unauthenticated',
  formerAgent: 'unauthenticated',
  revokedAgent: 'unauthenticated',
  staleEpoch: 'unauthenticated',
} as const;
/** What belongs to a writer and is asked for by its id. */
const OWNED: Columns = {
  anonymous: 'unauthenticated',
  otherUser: 'not_found',
  operator: 'not_found',
  ...NO_AGENTS,
  rightful: 'owner',
};
/** Asks for nothing by an id: everybody gets their own. */
const EACH_THEIR_OWN: Columns = { ...OWNED, otherUser: 'nothing', operator: 'nothing' };
const FOR_OPERATORS: Columns = {
  ...OWNED,
  otherUser: 'forbidden',
  operator: 'rightful',
  rightful: 'operator',
};
const FOR_EVERYBODY: Columns = {
  ...EACH_THEIR_OWN,
  anonymous: 'nothing',
  otherAgent: 'nothing',
  formerAgent: 'nothing',
  revokedAgent: 'nothing',
  staleEpoch: 'nothing',
};

const NO_PEOPLE = {
  anonymous: 'no_socket',
  otherUser: 'no_socket',
  operator: 'no_socket',
  rightful: 'holder',
} as const;
/** Shows its grant. */
const GRANTED: Columns = {
  ...NO_PEOPLE,
  otherAgent: 'grant_refused',
  formerAgent: 'lost',
  revokedAgent: 'no_socket',
  staleEpoch: 'lost',
};
/** Names jobs without a grant, and is told of each that it is lost. */
const NAMING: Columns = { ...GRANTED, otherAgent: 'lost' };
/** Touches no job at all. */
const ITS_OWN: Columns = {
  ...GRANTED,
  otherAgent: 'nothing',
  formerAgent: 'nothing',
  staleEpoch: 'no_fence',
};

const ofMailbox = ({ emailAccountId }: World) => ({ emailAccountId });
const ofEndedJob = ({ endedJobId }: World) => ({ jobId: endedJobId });
const ofWaitingJob = ({ waitingJobId }: World) => ({ jobId: waitingJobId });

/** Everything a browser can ask. */
export const APP_MATRIX: Readonly<Record<string, Row>> = {
  'session.me': { ...FOR_EVERYBODY },
  'mailbox.list': { ...EACH_THEIR_OWN },
  'fineTune.read': { ...OWNED, input: ofMailbox },
  'fineTune.start': {
    ...OWNED,
    input: ({ idleAccountId }) => ({ emailAccountId: idleAccountId, idempotencyKey: newId() }),
  },
  'fineTune.cancel': { ...OWNED, input: ofWaitingJob },
  'fineTune.retry': { ...OWNED, input: ofEndedJob },
  'fineTune.job': { ...OWNED, input: ofEndedJob },
  'fineTune.events': { ...OWNED, input: ofEndedJob },
  'inbox.threads': { ...OWNED, input: ofMailbox },
  'inbox.thread': { ...OWNED, input: ({ threadId }) => ({ threadId }) },
  'draft.write': { ...OWNED, input: ({ messageId }) => ({ messageId, voice: 'tuned' }) },
  'model.list': { ...OWNED, input: ofMailbox },
  'model.activate': {
    ...OWNED,
    input: ({ emailAccountId }) => ({ emailAccountId, version: null }),
  },
  'notification.list': { ...EACH_THEIR_OWN },
  'notification.markRead': { ...EACH_THEIR_OWN, input: ({ noticeId }) => ({ ids: [noticeId] }) },
  'agent.list': { ...FOR_OPERATORS },
  'agent.createToken': { ...FOR_OPERATORS, input: () => ({ name: 'mine' }) },
  'agent.drain': {
    ...FOR_OPERATORS,
    input: ({ spareAgentId }) => ({ agentId: spareAgentId, drain: true }),
  },
  'agent.revoke': { ...FOR_OPERATORS, input: ({ spareAgentId }) => ({ agentId: spareAgentId }) },
  'support.jobs': { ...FOR_OPERATORS, input: () => ({}) },
  'support.job': { ...FOR_OPERATORS, input: ofEndedJob },
  'support.events': { ...FOR_OPERATORS, input: ofEndedJob },
  'apiToken.list': { ...EACH_THEIR_OWN },
  'apiToken.create': { ...EACH_THEIR_OWN, input: () => ({ name: 'script' }) },
  'apiToken.revoke': { ...OWNED, input: ({ apiTokenId }) => ({ apiTokenId }) },
};

const MANIFEST = {
  train: { rows: 80, sha256: 'a' },
  heldOut: { rows: 20, sha256: 'b' },
  heldOutIds: [],
  sentRead: 100,
  paired: 100,
  withoutParent: 0,
  droppedByReason: {},
  cutChars: 0,
};
const fenceOf = ({ jobId, epoch }: HeldJob) => ({ jobId, epoch });

/** Everything an agent can ask. */
export const AGENT_MATRIX: Readonly<Record<string, Row>> = {
  hello: {
    ...NAMING,
    input: (_, held) => ({
      protocol: 1,
      version: '1',
      bootId: newId(),
      hostName: 'host',
      gpus: [],
      base: { name: 'tiny', parameters: 1, trialOnly: true },
      engine: 'embedded',
      models: [],
      running: [fenceOf(held)],
    }),
  },
  claim: {
    ...NAMING,
    // A held job is nobody's to take, and the holder's to be told again only under the claim that took it.
    otherAgent: 'nothing',
    formerAgent: 'nothing',
    staleEpoch: 'no_fence',
    input: (_, { jobId }) => ({ claimId: newId(), jobId }),
  },
  heartbeat: { ...NAMING, input: (_, held) => ({ running: [fenceOf(held)] }) },
  // Before the report that ends the reading of mail.
  jobMail: { ...GRANTED, input: (_, held) => ({ ...held, kind: 'sent', cursor: null, limit: 10 }) },
  report: {
    ...GRANTED,
    input: (_, held) => ({ ...held, fromSeq: 0, events: [{ type: 'preparing' }] }),
  },
  beginDeploy: {
    ...GRANTED,
    stage: 'TRAINING',
    input: (_, held) => ({
      ...held,
      adapterSha256: 'c',
      manifest: MANIFEST,
      trainResult: {
        bestEpoch: 1,
        heldOutLossByEpoch: [],
        trainLoss: 1,
        tokensPerSecond: 1,
        seconds: 1,
      },
    }),
  },
  finish: {
    ...GRANTED,
    stage: 'DEPLOYING',
    input: (_, held) => ({
      ...held,
      outcome: {
        kind: 'failed',
        error: { code: 'internal', message: 'It failed.', nextStep: 'Retry.', retryable: false },
      },
    }),
  },
  directives: { ...ITS_OWN, isSilent: true },
  drafts: { ...ITS_OWN, isSilent: true },
  draftTokens: {
    ...ITS_OWN,
    // The draft is the holder's, under whatever claim: what others send is not wanted.
    input: ({ draftId }) => ({ draftId, seq: 0, text: 'planted', end: null }),
  },
  drain: { ...ITS_OWN },
  bye: { ...ITS_OWN },
};
