/** A process with persons alone that is killed, as by the machine, when it has taken the guards of an application and is about to insert its step. */
import { createBroker } from '@wangting/kit/broker';
import { applications } from '../src/applications.ts';
import persons from '../src/persons.service.ts';

applications.models.steps.create = (() => process.kill(process.pid, 'SIGKILL')) as never;

const broker = createBroker('dying');
broker.createService(persons);
await broker.start();
process.stdout.write('up\n');
