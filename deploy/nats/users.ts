import { SERVICES, type ServiceName, type SignerName } from '../../services/contracts/names.ts';
import { asks } from './asks.ts';

/** The services that share a process, and with it a login. In compose and k8s each has its own. */
type Group = readonly string[];
export const ALONE: readonly Group[] = SERVICES.map((service) => [service]);
/** The login of a process: `units`, or `identity+desk`. */
export const loginOf = (group: Group): string => group.join('+');
/** Everybody who may log in to the bus: the processes, the gateway, and a person of operations who replays dead letters. */
export const loginsOf = (groups: readonly Group[]): string[] => [...groups.map(loginOf), 'gateway', 'operations'];

interface Permissions {
  publish: string[];
  subscribe: string[];
}
type Asks = Awaited<ReturnType<typeof asks>>;

/**
 * What a login may say and hear. A node's id begins with its login (services/kit/src/login.ts), so requests to units are heard by units alone and sent
 * by those only whom a contract of units names; answers go to those who may have asked. Facts are told by their owner only; streams can be declared
 * by whoever needs them, changed by their owner, and neither emptied nor removed by anybody here.
 */
function permissionsOf(login: string, namespace: string, groups: readonly Group[], asked: Asks): Permissions {
  if (login === 'operations') return operations(namespace);
  const mine = login.split('+') as SignerName[];
  const logins = [...groups, ['gateway']];
  const mayAsk = (from: Group, to: Group) =>
    from.some((caller) => to.some((owner) => asked.get(caller as SignerName)?.has(owner as ServiceName)));
  const to = (command: string, chosen: readonly Group[]) => chosen.map((group) => `MOL-${namespace}.${command}.${loginOf(group)}.>`);

  const requests = to(
    'REQ',
    logins.filter((group) => mayAsk(mine, group)),
  );
  const answers = to(
    'RES',
    logins.filter((group) => mayAsk(group, mine)),
  );
  // The only events are hints for open browsers.
  const hints = to('EVENT', [['gateway']]);
  const presence = ['DISCOVER', 'DISCOVER.>', 'INFO', 'INFO.>', 'HEARTBEAT', 'DISCONNECT', 'PING', 'PING.>', 'PONG.>'];
  const everybody = ['DISCOVER', 'INFO', 'HEARTBEAT', 'DISCONNECT', 'PING'];
  const toMe = ['DISCOVER', 'INFO', 'PING', 'PONG', 'REQ', 'RES', 'EVENT'].map((command) => `MOL-${namespace}.${command}.${login}.>`);
  const facts = login === 'gateway' ? [] : factsOf(mine as ServiceName[], namespace);
  return {
    publish: [...presence.map((command) => `MOL-${namespace}.${command}`), ...requests, ...answers, ...hints, ...facts],
    subscribe: [`_INBOX.${login}.>`, ...everybody.map((command) => `MOL-${namespace}.${command}`), ...toMe],
  };
}

const api = (verbs: readonly string[], streams: readonly string[], rest = '') =>
  streams.flatMap((stream) => verbs.map((verb) => `$JS.API.${verb}.${stream}${rest}`));

function factsOf(mine: readonly ServiceName[], namespace: string): string[] {
  const streams = [...SERVICES, 'dead'].map((owner) => `${namespace}-${owner}`);
  return [
    ...mine.map((service) => `${namespace}.hall.${service}.>`),
    `${namespace}.dead.>`,
    '$JS.API.INFO',
    '$JS.ACK.>',
    ...api(['STREAM.CREATE', 'STREAM.INFO'], streams),
    ...api(
      ['STREAM.UPDATE'],
      mine.map((service) => `${namespace}-${service}`),
    ),
    ...api(['CONSUMER.CREATE'], streams, '.>'),
    ...api(['CONSUMER.DURABLE.CREATE', 'CONSUMER.INFO', 'CONSUMER.MSG.NEXT'], streams, '.*'),
  ];
}
function operations(namespace: string): Permissions {
  const streams = [...SERVICES, 'dead'].map((owner) => `${namespace}-${owner}`);
  return {
    publish: [
      `${namespace}.hall.>`,
      '$JS.API.INFO',
      '$JS.API.STREAM.NAMES',
      '$JS.API.STREAM.LIST',
      ...api(['STREAM.INFO', 'STREAM.MSG.GET', 'DIRECT.GET'], streams),
      `$JS.API.STREAM.MSG.DELETE.${namespace}-dead`,
    ],
    // The nats command knows no inbox of its own; nothing else is told to it.
    subscribe: ['_INBOX.>'],
  };
}

/** The part of the server's configuration that names users and what each may do; nats.conf includes it. Who gives no login is refused. */
export async function usersConf(namespace: string, groups: readonly Group[], passwordOf: (login: string) => string): Promise<string> {
  const asked = await asks();
  const users = loginsOf(groups).map((login) => {
    const { publish, subscribe } = permissionsOf(login, namespace, groups, asked);
    return `  { user: ${quoted(login)}, password: ${quoted(passwordOf(login))}, permissions: { publish: ${list(publish)}, subscribe: ${list(subscribe)} } }`;
  });
  return `# Made for namespace ${namespace} from the contracts: who may ask whom. Made again after an upgrade.\nauthorization: { users: [\n${users.join('\n')}\n] }\n`;
}
const quoted = (text: string): string => JSON.stringify(text);
const list = (subjects: readonly string[]): string => `[${subjects.map(quoted).join(', ')}]`;
