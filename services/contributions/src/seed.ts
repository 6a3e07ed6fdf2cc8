import { addMonths, firstDayOf } from '@wangting/contracts/standards/period';
import { thisMonth } from '@wangting/kit/clock';
import { chargeProject } from './domain/charge-project.ts';
import { pay } from './domain/pay.ts';
import { openRun, workRun } from './domain/run.ts';
import { EnrolmentCopyModel, ProjectCopyModel, UnitCopyModel, type ProjectCopy } from './models/copies.ts';
import { DueModel } from './models/due.ts';
import { SumModel, type Sum } from './models/sum.ts';

const MONTHS = 12;
/** The last two months are not paid yet, so that the demo has something owed. */
const UNPAID = 2;
const WAIT_MS = 30_000;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * A year of 应缴 for the synthetic city, through the same runs and payments as in earnest; for deploy/seed. Waits until the running service
 * has heard of the enrolments. Idempotent: months that were run are only looked at again, sums that are paid stay so.
 */
export async function seedLedger(city: { units: number; enrolments: number; projects: number }): Promise<number> {
  for (let waited = 0; !(await heardOf(city)); waited += 100) {
    if (waited > WAIT_MS) throw new Error('contributions has not heard of the city: is the service running?');
    await pause(100);
  }
  const last = thisMonth();
  for (let period = addMonths(last, 1 - MONTHS); period <= last; period = addMonths(period, 1)) {
    await workRun(await openRun(period, 'seed'));
    if (period > addMonths(last, -UNPAID)) continue;
    for (const sum of await SumModel.find({ period, kind: '10' }).lean<Sum[]>()) {
      const amount = Object.entries(sum.states).reduce((owed, [state, part]) => owed + (state === '0' ? part.unit + part.person : 0), 0);
      const { unitId, insurance, kind } = sum;
      if (amount > 0) await pay({ key: `seed:${sum._id}`, unitId, period, insurance, kind, amount, on: firstDayOf(period) });
    }
  }
  await payProjects(addMonths(last, -UNPAID));
  return DueModel.estimatedDocumentCount();
}

/** 工程项目缴费 of the projects registered up to a month. */
async function payProjects(until: string): Promise<void> {
  for (const { _id } of await ProjectCopyModel.find({}).select({ _id: 1 }).lean<ProjectCopy[]>()) await chargeProject(_id);
  for (const { unitId, period, insurance, kind, states, _id } of await SumModel.find({ period: { $lte: until }, kind: '71' }).lean<
    Sum[]
  >()) {
    const amount = states['0']?.unit ?? 0;
    if (amount > 0) await pay({ key: `seed:${_id}`, unitId, period, insurance, kind, amount, on: firstDayOf(period) });
  }
}

async function heardOf(city: { units: number; enrolments: number; projects: number }): Promise<boolean> {
  const [units, enrolments, projects] = await Promise.all([
    UnitCopyModel.estimatedDocumentCount(),
    EnrolmentCopyModel.estimatedDocumentCount(),
    ProjectCopyModel.estimatedDocumentCount(),
  ]);
  return units >= city.units && enrolments >= city.enrolments && projects >= city.projects;
}
