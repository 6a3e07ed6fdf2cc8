import { hostname } from 'node:os';
import { ServiceBroker, type BrokerOptions } from 'moleculer';
import { config } from './config.ts';
import { logger } from './log.ts';
import { tracingMiddleware } from './telemetry.ts';

/** The framework's defaults wait for ever and drop work at shutdown. These do not. */
export function brokerOptions(name: string): BrokerOptions {
  const { NAMESPACE, NATS_URL } = config();
  const log = logger(name, 'warn');
  return {
    namespace: NAMESPACE,
    nodeID: `${name}-${hostname()}-${process.pid}-${Math.random().toString(36).slice(2, 6)}`,
    transporter: { type: 'NATS', options: { servers: NATS_URL, maxReconnectAttempts: -1 } },
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
    middlewares: [tracingMiddleware],
  };
}
export const createBroker = (name: string): ServiceBroker => new ServiceBroker(brokerOptions(name));
