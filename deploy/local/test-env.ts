import type { Engines } from './engines.ts';

/** What tests are told about the engines they may use. */
export const testEnvironment = ({ natsUrl, mongoUrl, s3 }: Engines, keysDir: string): Record<string, string> => ({
  TEST_NATS_URL: natsUrl,
  TEST_MONGO_URL: mongoUrl,
  TEST_S3_ENDPOINT: s3.endpoint,
  TEST_S3_ACCESS_KEY: s3.accessKey,
  TEST_S3_SECRET_KEY: s3.secretKey,
  TEST_S3_REGION: s3.region,
  TEST_KEYS_DIR: keysDir,
});
