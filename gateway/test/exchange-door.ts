import { randomUUID, type KeyObject } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { saveDepartment } from '@wangting/contracts/identity/exchange';
import { staff, type TestHall } from '@wangting/kit/testing';

/** The real door before these services, and how a department gets a key. `close` before the hall stops. */
export async function openDoor(hall: TestHall, services: readonly string[]) {
  const { createBroker } = await import('@wangting/kit/broker');
  const broker = createBroker('gateway');
  broker.createService((await import('../src/api.ts')).apiService([]));
  await broker.start();
  await broker.waitForServices([...services], 20_000);
  const server = (await import('../src/server.ts')).hallServer(broker, []);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await broker.stop();
    },
    register: (code: string, key: KeyObject, doors: ('payments' | 'registrations')[], over: object = {}) =>
      hall.call(
        saveDepartment,
        {
          requestKey: randomUUID(),
          code,
          name: '示例机构',
          publicKey: key.export({ type: 'spki', format: 'pem' }).toString(),
          doors,
          disabled: false,
          ...over,
        },
        staff('ops-1', ['ops']),
      ),
  };
}
export type Door = Awaited<ReturnType<typeof openDoor>>;
