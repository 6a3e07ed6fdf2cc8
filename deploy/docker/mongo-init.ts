import { SERVICES } from '../../services/contracts/names.ts';

/** A service reads and writes its own database and no other; the seed fills those of all. */
const databasesOf = (holder: string, namespace: string): string[] =>
  (holder === 'seed' ? [...SERVICES] : [holder]).map((service) => `${namespace}_${service}`.replaceAll('-', '_'));

/**
 * A script for mongosh, run after the database has started, as often as one likes: makes the replica set, and the users with their rights and passwords.
 * Passwords stand in the file, not in its arguments: a list of processes shows those.
 */
export function mongoInit(host: string, namespace: string, rootPassword: string, passwords: Readonly<Record<string, string>>): string {
  const users = Object.entries(passwords).map(([user, pwd]) => ({
    user,
    pwd,
    roles: databasesOf(user, namespace).map((db) => ({ role: 'readWrite', db })),
  }));
  return `// Made by deploy/docker/secrets.ts: mongosh --nodb --file init.js
const admin = connect('mongodb://root:${rootPassword}@${host}/admin?directConnection=true&serverSelectionTimeoutMS=60000');
try {
  admin.adminCommand({ replSetGetStatus: 1 });
} catch (error) {
  if (error.codeName !== 'NotYetInitialized') throw error;
  admin.adminCommand({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host: '${host}' }] } });
}
while (!admin.hello().isWritablePrimary) sleep(500);
for (const { user, ...rights } of ${JSON.stringify(users)}) {
  if (admin.getUser(user)) admin.updateUser(user, rights);
  else admin.createUser({ user, ...rights });
}
`;
}
