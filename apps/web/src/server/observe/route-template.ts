import { appRouter } from '@emailai/api/app/router';
import type { RestRoutes } from '../rest/create-rest-routes';

const TRPC = '/api/trpc/';
const procedures = new Set(Object.keys(appRouter._def.procedures));

/**
 * What a request asked for, in one of a limited number of words: the template of its route. Ids, and what somebody
 * makes up, never become a word of their own.
 */
export function routeTemplateOf(path: string, rest: Pick<RestRoutes, 'find'>): string {
  if (path.startsWith(TRPC)) {
    const name = path.slice(TRPC.length);
    if (name.includes(',')) return `${TRPC}(several)`;
    return procedures.has(name) ? TRPC + name : `${TRPC}(unknown)`;
  }
  if (path.startsWith('/api/auth/')) return '/api/auth/*';
  if (path === '/api/health') return path;
  const route = rest.find(path)?.routes[0];
  if (route) return route.path;
  if (/^\/(api|v1)(\/|$)/.test(path)) return '(unknown)';
  return path.startsWith('/_next/') ? '/_next/*' : '(page)';
}
