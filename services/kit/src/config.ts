import { readFileSync } from 'node:fs';
import { z } from 'zod';

const csv = z.string().transform((text) => text.split(',').filter(Boolean));

/** Every setting of a service process, described; `npm start`, compose and k8s fill the same names. Checked at start, never later. */
const Config = z.object({
  WANGTING_MODE: z
    .enum(['demo', 'test', 'production'])
    .default('production')
    .describe('demo and test bring simulators; production refuses them'),
  NAMESPACE: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .default('wangting')
    .describe('prefix of databases, streams and subjects: two halls can share engines'),
  NATS_URL: csv.describe('nats://host:4222, several with commas; no user or password in it'),
  NATS_USER: z
    .string()
    .regex(/^[a-z+]+$/)
    .optional()
    .describe('who this process is on the bus: its services, joined with +; absent = a bus without logins'),
  NATS_PASSWORD: z.string().optional(),
  NATS_REPLICAS: z.coerce.number().int().min(1).max(5).default(1).describe('copies of each stream, when it is first declared'),
  MONGO_URL: z.string().startsWith('mongodb').describe('server without database name; each service adds <namespace>_<service>'),
  S3_ENDPOINT: z.url().optional().describe('object store as the services see it'),
  S3_PUBLIC_ENDPOINT: z.url().optional().describe('object store as browsers see it; absent = the gateway streams /objects'),
  S3_ACCESS_KEY: z.string().optional(),
  S3_SECRET_KEY: z.string().optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_BUCKET: z.string().default('wangting'),
  KEYS_DIR: z.string().describe('folder with <service>.jwk of the services in this process and public.json of all'),
  SEAL_KEY_FILE: z.string().describe('32 bytes, base64: AES-256-GCM of sealed fields'),
  LOOKUP_KEY_FILE: z.string().describe('32 bytes, base64: HMAC of blind indexes'),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent']).default('info'),
  HEALTH_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .optional()
    .describe('/livez and /readyz, loopback unless HEALTH_HOST says otherwise'),
  HEALTH_HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_URL: z.url().default('http://127.0.0.1:8080').describe('address printed in QR codes'),
  STATIC_DIR: z.string().optional().describe('folder frontends/; absent = the gateway serves no pages'),
  TRUST_PROXY: z.stringbool().default(false).describe('take the client address from X-Forwarded-For'),
  RATE_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(1)
    .default(600)
    .describe('requests a session or address may make in a minute, per gateway process; public writes get a tenth'),
  IDLE_MINUTES: z.coerce.number().min(1).default(15).describe('idle time-out of a session'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
});
export type Config = z.infer<typeof Config>;

let read: Config | undefined;
/** The settings of this process. Throws at the first call with every wrong name and why. */
export function config(): Config {
  if (read) return read;
  const parsed = Config.safeParse(process.env);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
    throw new Error(`Settings are not right / 配置有误:\n${lines.join('\n')}\nSee docs/operations.md for every setting.`);
  }
  return (read = parsed.data);
}
/** The settings with their descriptions, for the operations guide. */
export const describeConfig = (): { name: string; text: string }[] =>
  Object.entries(Config.shape).map(([name, schema]) => ({ name, text: schema.description ?? '' }));
/** 32 secret bytes from a file. */
export const keyFrom = (file: string): Buffer => {
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  if (key.length !== 32) throw new Error(`${file} does not hold 32 bytes in base64`);
  return key;
};
/** Tests set the environment and start over. */
export const forgetConfig = (): void => {
  read = undefined;
};
