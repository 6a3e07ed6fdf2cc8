import { hostname } from 'node:os';
import moleculer, { ServiceBroker, type BrokerOptions } from 'moleculer';
import { config } from './config.ts';
import { logger } from './log.ts';
import { busLogin, mayHold, nodeName, tellRefusals } from './login.ts';
import { tracingMiddleware } from './telemetry.ts';

type Received = (command: string, packet: { payload: { sender: string; services?: { name: string }[] } }) => unknown;
/** Where processes have logins of their own, a node's announcement is cut down to what its login stands for. */
const ownServicesOnly = {
  transitMessageHandler: (next: Received): Received =>
    function (command, packet) {
      const { payload } = packet;
      if (command === 'INFO' && payload.services) payload.services = payload.services.filter(({ name }) => mayHold(payload.sender, name));
      return next(command, packet);
    },
};
/** The framework's transporter, with what the bus refuses in the log. */
class Transporter extends moleculer.Transporters.NATS {
  override async connect(): Promise<void> {
    await super.connect();
    const { client } = this as unknown as { client: Parameters<typeof tellRefusals>[0] };
    void tellRefusals(client, logger('bus'));
  }
}

/** The framework's defaults wait for ever and drop work at shutdown. These do not. */
export function brokerOptions(name: string): BrokerOptions {
  const { NAMESPACE, NATS_URL, NATS_USER } = config();
  const log = logger(name, 'warn');
  return {
    namespace: NAMESPACE,
    nodeID: `${nodeName(name)}.${hostname()}-${process.pid}-${Math.random().toString(36).slice(2, 6)}`,
    transporter: new Transporter({ servers: NATS_URL, maxReconnectAttempts: -1, ...busLogin() } as never),
    serializer: 'JSON',
    logger: { type: 'Pino', options: { pino: { options: { level: 'warn' } } } } as never,
    logLevel: log.level === 'silent' ? 'fatal' : 'warn',
    requestTimeout: 10_000,
    maxCallLevel: 20,
    heartbeatInterval: 2,
    heartbeatTimeout: 8,
    tracking: { enabled: true, shutdownTimeout: 15_000 },
    contextParamsCloning: false,
    registry: { preferLocal: true, discoverer: { type: 'Local' } as never },
    skipProcessEventRegistration: true,
    middlewares: [tracingMiddleware, ...(NATS_USER ? [ownServicesOnly as never] : [])],
  };
}
export const createBroker = (name: string): ServiceBroker => new ServiceBroker(brokerOptions(name));
