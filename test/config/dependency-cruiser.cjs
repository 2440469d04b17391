/** Who may enter which room: the table of .github/decisions/0001-rooms.md, one row a room. */
const rooms = {
  model: ['generated'],
  generated: [],
  schedule: ['model'],
  python: ['model'],
  spec: ['model', 'generated', 'schedule', 'python'],
  plan: ['model', 'schedule'],
  apply: ['model'],
  client: ['model', 'generated'],
  source: ['model'],
  reconcile: ['model', 'spec', 'source', 'plan', 'apply'],
  server: ['model', 'generated', 'schedule'],
  cli: ['model', 'generated', 'schedule', 'python', 'spec', 'plan', 'apply', 'client', 'source', 'reconcile', 'server'],
}

/** What stands below the rooms of the server: its nouns, its tables, and rules that need neither. */
const server = {
  model: [],
  store: ['model/', 'reason\\.ts', 'server-error\\.ts'],
  'orchestration/rules': ['model/'],
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, pathNot: ['^src/(index|cli/main|spec/typescript-child)\\.ts$', '^src/generated/'] },
      to: {},
    },
    ...Object.entries(rooms).map(([room, allowed]) => ({
      name: `${room}-enters-only-its-rooms`,
      severity: 'error',
      from: { path: `^src/${room}/` },
      to: { path: '^src/', pathNot: `^src/(${[room, ...allowed].join('|')})/` },
    })),
    {
      name: 'no-circular-rooms',
      comment: 'of two rooms of the server it is clear which one to read first (.github/decisions/0011)',
      severity: 'error',
      scope: 'folder',
      from: { path: '^src/' },
      to: { circular: true },
    },
    ...Object.entries(server).map(([room, allowed]) => ({
      name: `server-${room.replace('/', '-')}-enters-only-its-rooms`,
      severity: 'error',
      from: { path: `^src/server/${room}/` },
      to: { path: '^src/', pathNot: `^src/(model/|generated/|server/(${[`${room}/`, ...allowed].join('|')}))` },
    })),
    {
      name: 'the-middle-is-pure',
      comment: 'plan, schedule, model and the rules of the server take time, randomness and files as arguments',
      severity: 'error',
      from: { path: '^src/(plan|schedule|model|server/model|server/orchestration/rules)/' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
    },
    {
      name: 'src-needs-no-dev-package',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
}
