import { describe, expect, test } from '@jest/globals';
import { atLeast, missingForEngines, missingNode, sentenceFor, type Machine } from '../requirements.mjs';

interface Has {
  env?: Record<string, string>;
  programs?: Record<string, string>;
  built?: string[];
}
const machine = ({ env = {}, programs = {}, built = [] }: Has): Machine => ({
  env,
  version: (program) => programs[program],
  built: (prefix) => built.some((name) => name.startsWith(prefix)),
});
const names = (has: Has) => missingForEngines(machine(has)).map(({ en }) => en.split(' ')[0]);

const TOOLS = { go: '1.26', java: '17.0', mvn: '3.8' };
const SERVERS = { 'nats-server': '2.10', mongod: '8.0', versitygw: '1.8' };
const ADDRESSES = { NATS_URL: 'nats://n', MONGO_URL: 'mongodb://m', S3_ENDPOINT: 'http://s' };

test.each([
  ['1.26', '1.26', true],
  ['1.9', '1.26', false],
  ['2.0', '1.26', true],
  ['21', '17.0', true],
  [undefined, '1.0', false],
])('version %s is at least %s: %s', (found, wanted, answer) => expect(atLeast(found, wanted)).toBe(answer));

test('an old Node is refused, a new one is not', () => {
  expect(missingNode('18.19.0')).toHaveLength(1);
  expect(missingNode('20.0.0')).toEqual([]);
});

describe('the engines need', () => {
  test.each<[string, Has, string[]]>([
    ['Go, a JDK and Maven on a bare machine', {}, ['Go', 'JDK', 'Maven']],
    ['nothing more where these are new enough', { programs: TOOLS }, []],
    ['newer ones where they are old', { programs: { ...TOOLS, go: '1.19', java: '11.0' } }, ['Go', 'JDK']],
    ['nothing where servers are given by address', { env: ADDRESSES }, []],
    ['nothing where servers are installed', { programs: SERVERS }, []],
    ['Go where the bus is too old', { programs: { ...SERVERS, 'nats-server': '2.9' } }, ['Go']],
    ['a JDK still, though everything was built before', { built: ['nats-server-v2', 'versitygw-v1', 'wangting-engine-1.jar'] }, ['JDK']],
  ])('%s', (_what, has, missing) => expect(names(has)).toEqual(missing));
});

test('what is missing is said in both languages, with a way to get it', () => {
  const sentence = sentenceFor(missingForEngines(machine({})));
  for (const part of ['缺少', 'still needs', 'apt-get install openjdk-17-jdk-headless', 'docker compose up'])
    expect(sentence).toContain(part);
});
