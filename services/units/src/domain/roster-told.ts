import type { ServiceBroker } from 'moleculer';
import { notify } from '@wangting/contracts/identity/session';
import { REVIEW_MESSAGES as messages } from '@wangting/contracts/units/roster-review';
import { ask } from '@wangting/kit/call';
import { ProjectModel, type Project } from '../models/project.ts';
import { ProjectPersonModel, type ProjectPerson } from '../models/project-person.ts';

const LINK = '/units/items/project-roster';

/** The unit is told of each refusal once, under the key of the request that refused, however often this is tried. Never whose entry it was. */
export async function tellRefused(broker: ServiceBroker, { _id, unitId, projectId, owes }: ProjectPerson): Promise<void> {
  if (!owes?.length) return;
  const project = await ProjectModel.findById(projectId).select({ name: 1 }).lean<Pick<Project, '_id' | 'name'>>();
  const text = messages.told.replace('{project}', project?.name ?? '');
  for (const key of owes)
    await ask(broker, 'units', notify, { key: `entry:${key}`, unitId, title: messages.toldTitle, text, link: LINK }, { timeout: 2_000 });
  // One that was refused meanwhile changes the list: then the next round tells it, and the others' keys make them no second message.
  await ProjectPersonModel.updateOne({ _id, owes }, { $unset: { owes: 1 } });
}
/** Units that could not be told when it happened. One that cannot be told does not hold the others. Index: {owes}, sparse. */
export async function tellRefusals(broker: ServiceBroker): Promise<void> {
  const owing = await ProjectPersonModel.find({ owes: { $gt: '' } })
    .limit(200)
    .lean<ProjectPerson[]>();
  const outcomes = await Promise.allSettled(owing.map((one) => tellRefused(broker, one)));
  const failed = outcomes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
}
