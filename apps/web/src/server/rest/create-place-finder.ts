import type { RestRoute } from './define-route';

/** One address and what may be done there. */
export interface Place {
  routes: readonly RestRoute[];
  /** What the address names, as it stands there. */
  params: Readonly<Record<string, string>>;
}

/** Finds what lies under an address; `null` where nothing does. */
export function createPlaceFinder(routes: readonly RestRoute[]): (path: string) => Place | null {
  const paths = [...new Set(routes.map(({ path }) => path))];
  const places = paths.map((path) => ({
    pattern: patternOf(path),
    found: routes.filter((route) => route.path === path),
  }));
  return (path) => {
    for (const { pattern, found } of places) {
      const match = pattern.exec(path);
      if (match) return { routes: found, params: { ...match.groups } };
    }
    return null;
  };
}

/** `/jobs/{jobId}` as an expression with a group for every name. */
function patternOf(path: string): RegExp {
  const pieces = path.split(/\{(\w+)\}/);
  const source = pieces.map((piece, index) =>
    index % 2 === 1 ? `(?<${piece}>[^/]+)` : piece.replaceAll('.', '\\.'),
  );
  return new RegExp(`^${source.join('')}$`);
}
