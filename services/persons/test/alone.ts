/** A process with persons alone, as it runs in the hall; the test ends it as a machine would. */
import { createBroker } from '@wangting/kit/broker';
import persons from '../src/persons.service.ts';

const broker = createBroker('alone');
broker.createService(persons);
await broker.start();
process.stdout.write('up\n');
