/**
 * The import law of the house:
 * contracts ← {mailbox, serving} ← pipeline; contracts ← db ← services ← api ← apps; no cycles.
 */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: `^${from}/src` },
  to: { path: '^(packages|apps)/', pathNot: [`^${from}/`, ...allowed.map((dir) => `^${dir}/`)] },
});

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('contracts-imports-nothing', 'packages/contracts', []),
    only('mailbox', 'packages/mailbox', ['packages/contracts']),
    only('serving', 'packages/serving', ['packages/contracts']),
    only('pipeline', 'packages/pipeline', [
      'packages/contracts',
      'packages/mailbox',
      'packages/serving',
    ]),
    only('db', 'packages/db', ['packages/contracts']),
    only('services', 'packages/services', [
      'packages/contracts',
      'packages/db',
      'packages/mailbox',
    ]),
    only('api', 'packages/api', ['packages/contracts', 'packages/services']),
    only('agent', 'apps/gpu-agent', [
      'packages/contracts',
      'packages/pipeline',
      'packages/serving',
      'packages/api',
    ]),
    {
      name: 'agent-sees-types-of-api-only',
      severity: 'error',
      from: { path: '^apps/gpu-agent/' },
      to: { path: '^packages/api/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'agent-core-is-plain',
      comment: 'The core runs anywhere: no node:*, no electron.',
      severity: 'error',
      from: { path: '^apps/gpu-agent/src/core/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'electron-has-one-door',
      severity: 'error',
      from: { pathNot: '^apps/gpu-agent/src/main/' },
      to: { path: '^electron$' },
    },
    {
      name: 'browser-code-is-plain',
      comment: 'Pages may not reach into the server or the database.',
      severity: 'error',
      from: { path: '^apps/web/src/(app|components)/' },
      to: { path: '^(apps/web/src/server|packages/(db|services|mailbox|pipeline|serving))/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(node_modules|\\.next|generated)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
};
