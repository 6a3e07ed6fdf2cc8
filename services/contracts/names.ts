/** The ten services. A folder, a NATS node, a database and a signing key each carry this name. */
export const SERVICES = [
  'identity',
  'units',
  'persons',
  'contributions',
  'injury',
  'benefits',
  'unemployment',
  'documents',
  'files',
  'desk',
] as const;
export type ServiceName = (typeof SERVICES)[number];
/** Who may sign a caller token for background work. */
export type SignerName = ServiceName | 'gateway';
