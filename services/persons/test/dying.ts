/** A process with persons alone that is killed, as by the machine, between the range that ended and the row that says so. */
import { createBroker } from '@wangting/kit/broker';
import { EnrolmentModel } from '../src/models/enrolment.ts';
import persons from '../src/persons.service.ts';

const real = EnrolmentModel.updateOne.bind(EnrolmentModel) as (...args: unknown[]) => unknown;
EnrolmentModel.updateOne = ((filter: object, update: { $set?: { state?: string } }) => {
  if (update.$set?.state === '2') process.kill(process.pid, 'SIGKILL');
  return real(filter, update);
}) as never;

const broker = createBroker('dying');
broker.createService(persons);
await broker.start();
process.stdout.write('up\n');
