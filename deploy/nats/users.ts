import { SERVICES, type SignerName } from '../../services/contracts/names.ts';

/**
 * Everybody who may log in to the bus: each service, the gateway, and a person of operations who replays dead letters.
 * `hall` is who connects without a password: the services of this version give none (docs/adr/0005), so it may do what any of them may.
 */
export const BUS_USERS = [...SERVICES, 'gateway', 'operations', 'hall'] as const;
export type BusUser = SignerName | 'operations' | 'hall';

interface Permissions {
  publish: string[];
  subscribe: string[];
}

/**
 * What a user may say and hear. Facts are told by their owner only; streams can be declared but neither emptied nor removed.
 * Within the hall's own Moleculer subjects everybody may talk to everybody: who may ask what is decided by the caller token
 * (docs/adr/0005). NATS wildcards stand for whole words, so a node `units-host-1-ab` cannot be told from another by a rule.
 */
export function permissionsOf(user: BusUser, namespace: string): Permissions {
  const streams = [...SERVICES, 'dead'].map((owner) => `${namespace}-${owner}`);
  const api = (verbs: readonly string[], rest = '') => streams.flatMap((stream) => verbs.map((verb) => `$JS.API.${verb}.${stream}${rest}`));
  const moleculer = `MOL-${namespace}.>`;
  const subscribe = ['_INBOX.>'];

  if (user === 'operations') {
    const look = api(['STREAM.INFO', 'STREAM.MSG.GET', 'DIRECT.GET']);
    const letters = [`$JS.API.STREAM.MSG.DELETE.${namespace}-dead`];
    return {
      publish: [`${namespace}.hall.>`, '$JS.API.INFO', '$JS.API.STREAM.NAMES', '$JS.API.STREAM.LIST', ...look, ...letters],
      subscribe,
    };
  }
  if (user === 'gateway') return { publish: [moleculer], subscribe: [...subscribe, moleculer] };
  const declare = api(['STREAM.CREATE', 'STREAM.UPDATE', 'STREAM.INFO']);
  const consume = [...api(['CONSUMER.CREATE'], '.>'), ...api(['CONSUMER.DURABLE.CREATE', 'CONSUMER.INFO', 'CONSUMER.MSG.NEXT'], '.*')];
  return {
    publish: [
      moleculer,
      user === 'hall' ? `${namespace}.hall.>` : `${namespace}.hall.${user}.>`,
      `${namespace}.dead.>`,
      '$JS.API.INFO',
      '$JS.ACK.>',
      ...declare,
      ...consume,
    ],
    subscribe: [...subscribe, moleculer],
  };
}

/** The part of the server's configuration that names users and what each may do; nats.conf includes it. */
export function usersConf(namespace: string, passwordOf: (user: BusUser) => string): string {
  const users = BUS_USERS.map((user) => {
    const { publish, subscribe } = permissionsOf(user, namespace);
    return `  { user: ${user}, password: ${JSON.stringify(passwordOf(user))}, permissions: { publish: ${list(publish)}, subscribe: ${list(subscribe)} } }`;
  });
  return `# Made by deploy/docker/secrets.ts for namespace ${namespace}.\nauthorization: { users: [\n${users.join('\n')}\n] }\nno_auth_user: hall\n`;
}
const list = (subjects: readonly string[]): string => `[${subjects.map((subject) => JSON.stringify(subject)).join(', ')}]`;
