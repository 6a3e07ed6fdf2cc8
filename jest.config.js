/** One jest for everything that runs in Node: unit and integration tests of services, gateway, deploy and the browser stories. */
export default {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: {
    '^.+\\.tsx?$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript', tsx: true }, target: 'es2023' }, module: { type: 'es6' } }],
  },
  testMatch: ['**/*.test.ts', '**/*.test.tsx'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/.data/', '/.engines/', '/target/'],
  modulePathIgnorePatterns: ['/.data/', '/.engines/', '/target/', '/dist/'],
  testTimeout: 30_000,
};
