/**
 * Who may import whom (architecture.md §1 and §3). Each rule is a sentence of the design; breaking one breaks the build.
 * The name in parentheses in `from` is asked for again as $1 in `to`, which is how "another" is said.
 */
const TESTS = '[.]test[.]tsx?$|/test/';
/** Contracts are read by browsers too, so nothing of Node's may be in them; the scripts that freeze data run on a desk. */
const FREEZE = 'freeze[.]ts$';

module.exports = {
  forbidden: [
    {
      name: 'contracts-are-data',
      comment: 'A contract imports neither kit nor a service, a page, React, the broker or the database.',
      severity: 'error',
      from: { path: '^services/contracts/', pathNot: `${TESTS}|${FREEZE}` },
      to: {
        path: '^(services/(?!contracts/)|gateway/|frontends/|deploy/)|node_modules/(react|react-dom|antd|moleculer|mongoose|nats|pino)/',
      },
    },
    {
      name: 'contracts-run-in-browsers',
      comment: 'A contract uses nothing that only Node has.',
      severity: 'error',
      from: { path: '^services/contracts/', pathNot: `${TESTS}|${FREEZE}` },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'kit-knows-no-service',
      comment: 'The kit serves all services and knows none of them.',
      severity: 'error',
      from: { path: '^services/kit/' },
      to: { path: '^(services/(?!kit/|contracts/)|gateway/|frontends/|deploy/)' },
    },
    {
      name: 'services-talk-over-the-bus',
      comment: 'A service imports contracts, kit and itself; another service it asks over the bus.',
      severity: 'error',
      from: { path: '^services/(?!contracts/|kit/)([^/]+)/', pathNot: TESTS },
      to: { path: '^(services/(?!contracts/|kit/|$1/)|gateway/|frontends/|deploy/)' },
    },
    {
      name: 'gateway-knows-contracts-only',
      comment: 'The gateway is made from the contracts; it knows no service from inside.',
      severity: 'error',
      from: { path: '^gateway/', pathNot: TESTS },
      to: { path: '^(services/(?!contracts/|kit/)|frontends/|deploy/)' },
    },
    {
      name: 'pages-know-contracts-only',
      comment: 'The front end shares contracts with the services, and nothing else.',
      severity: 'error',
      from: { path: '^frontends/(?!e2e/)' },
      to: { path: '^(services/(?!contracts/)|gateway/|deploy/)' },
    },
    {
      name: 'remotes-stand-alone',
      comment: 'A remote is built, deployed and rolled back alone: it imports no other remote, and not the shell.',
      severity: 'error',
      from: { path: '^frontends/(?!kit/|build/|e2e/)([^/]+)/' },
      to: { path: '^frontends/(?!kit/|$1/)' },
    },
    {
      name: 'core-kit-before-data-kit',
      comment: 'The shell ships kit-core; were it to import kit-data, the first page would carry every table and form.',
      severity: 'error',
      from: { path: '^frontends/kit/core/' },
      to: { path: '^frontends/(?!kit/core/)' },
    },
    {
      name: 'no-circles',
      comment: 'Files that need each other are one file, or lack a third. Types may look back: they are gone at run time.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'found',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: { pathNot: '[.]config[.]' },
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules'] },
    exclude: { path: ['/dist/', '/target/', '[.]data/', '[.]engines/'] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
