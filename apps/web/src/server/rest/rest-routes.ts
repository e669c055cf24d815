import type { RestRoute } from './define-route';
import { cancelRoute } from './fine-tune/cancel';
import { readRoute } from './fine-tune/read';
import { startRoute } from './fine-tune/start';
import { listEventsRoute } from './openai/list-events';
import { listJobsRoute } from './openai/list-jobs';
import { readJobRoute } from './openai/read-job';

/**
 * Every route of the outside surface. Whatever stands here is served and described in /api/openapi.json; routes
 * that need something of their own (a key, a registry) are made by their part and added where the server is
 * composed.
 */
export const REST_ROUTES: readonly RestRoute[] = [
  startRoute,
  readRoute,
  cancelRoute,
  listJobsRoute,
  readJobRoute,
  listEventsRoute,
];
