import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Base } from '@emailai/pipeline/base/base';
import type { ServingEngine } from '@emailai/serving/engine';
import type { DoorModels } from './door-models';
import type { DoorCaller } from './door-tokens';
import type { DraftWriter } from './write-draft';

/** What every route works with. */
export interface DoorParts {
  base: Base;
  engine: ServingEngine;
  models: DoorModels;
  drafts: DraftWriter;
  /** The agent's own, which is what the door calls its version. */
  version: string;
}

export interface DoorCall {
  parts: DoorParts;
  caller: DoorCaller;
  request: IncomingMessage;
  response: ServerResponse;
}

/** Answers one kind of request. Throws a DoorError or a ServingError before the first byte; later it ends the stream. */
export type DoorRoute = (call: DoorCall) => Promise<void>;
