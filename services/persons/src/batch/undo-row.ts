import { standing } from '@wangting/contracts/injury/questions';
import { item as enrolment } from '@wangting/contracts/persons/person-enrolment';
import type { EnrolmentRow } from '@wangting/contracts/persons/person-enrolment-batch';
import { item as stop } from '@wangting/contracts/persons/person-stop';
import type { StopRow } from '@wangting/contracts/persons/person-stop-batch';
import { dropGuards, takeGuards } from '@wangting/kit/applications/guards';
import type { BatchCase, GoodRow } from '@wangting/kit/batch/rules';
import { ask } from '@wangting/kit/call';
import { nowIso } from '@wangting/kit/clock';
import { ignoreTwice, refuse } from '@wangting/kit/errors';
import { lookup } from '@wangting/kit/sealed';
import { applications } from '../applications.ts';
import { putBack } from '../effects.ts';
import { begunSince, guardOf, removeEnrolment, reopenEnrolment } from '../ending.ts';
import { EnrolmentModel, type Enrolment } from '../models/enrolment.ts';
import { PersonModel, type Person } from '../models/person.ts';

const UNDO_CHANGED = enrolment.messages.undoChanged ?? '';
const UNDO_INJURY = enrolment.messages.undoInjury ?? '';
const UNDO_ENROLLED = stop.messages.undoEnrolled ?? '';
const UNDO_CORRECTED = stop.messages.undoCorrected ?? '';

/** While a row is taken back nobody enrols or stops its person singly. What two presses of the same row hold they hold together. */
async function alone(batch: BatchCase, rowNo: number, idHash: string, does: () => Promise<void>): Promise<void> {
  const requestKey = `undo:${batch.batchId}:${rowNo}`;
  const ids = [`open:person-enrolment:${idHash}`, `open:person-stop:${idHash}`];
  const wishes = ids.map((id) => ({ id, kind: 'open' as const }));
  await takeGuards(applications.models, wishes, batch.applicationId, requestKey);
  try {
    await does();
  } finally {
    await dropGuards(applications.models.guards, ids, requestKey);
  }
}

/** 撤销 of one row of 人员参保登记（批量）: its stretches go, and the person too when the row alone brought him, as with a single enrolment. */
export async function undoEnrolmentRow(batch: BatchCase, { rowNo, values }: GoodRow<EnrolmentRow>): Promise<void> {
  const ids = (['210', '410'] as const).map((insurance) => `${batch.applicationId}:${rowNo}:${insurance}`);
  const rows = await EnrolmentModel.find({ _id: { $in: ids } }).lean<Enrolment[]>();
  const personId = rows[0]?.personId;
  if (!personId) throw refuse(UNDO_CHANGED);
  const person = await PersonModel.findById(personId).lean<Person>();
  if (!person) return; // taken back before
  const { idHash } = person;

  await alone(batch, rowNo, idHash, async () => {
    // In this order: whoever takes them back at the same moment marks the row first, then takes the stretch.
    const now = await PersonModel.findById(personId).lean<Person>();
    if (now && now.idHash !== idHash) throw refuse(UNDO_CHANGED); // 更正: what is held is named after the old number
    const left = await EnrolmentModel.find({ _id: { $in: ids }, state: { $ne: '3' } }).lean<Enrolment[]>();
    const open = left.map(({ _id }) => _id);
    const running = (now?.ranges ?? []).filter(({ enrolmentId, to }) => open.includes(enrolmentId) && to === null);
    if (running.length < open.length) throw refuse(UNDO_CHANGED);
    if (running.some(({ insurance }) => insurance === '410')) {
      const { answers } = await ask(batch.asker, 'persons', standing, { personIds: [personId] });
      if (answers.some(({ openCase, onPaidLeave }) => openCase || onPaidLeave)) throw refuse(UNDO_INJURY);
    }
    for (const { _id } of rows) await removeEnrolment({ enrolmentId: _id, personId, idHash });
    await putBack(personId, { mobile: values.mobile, femaleCadre: values.femaleCadre } as never, batch.applicationId);
    const after = await PersonModel.findById(personId).lean<Person>();
    if (after?.madeBy === batch.applicationId && !after.ranges.length) await PersonModel.deleteOne({ _id: personId, rev: after.rev });
  });
}

/** 撤销 of one row of 人员停保登记（批量）: the stretches it ended run on, and the person is guarded against a second 失业保险 again. */
export async function undoStopRow(batch: BatchCase, { rowNo, values }: GoodRow<StopRow>): Promise<void> {
  const { applicationId } = batch;
  const idHash = lookup('id', values.idNumber);
  await alone(batch, rowNo, idHash, async () => {
    const person = await PersonModel.findOne({ idHash }).lean<Person>();
    if (!person) throw refuse(UNDO_CORRECTED);
    const ended = person.ranges.filter(({ stoppedBy }) => stoppedBy === applicationId);
    const again = person.ranges.filter(({ undone }) => undone?.includes(applicationId)); // a press before got this far
    if (!ended.length && !again.length) throw refuse(UNDO_ENROLLED);
    if (ended.some((range) => begunSince(range, person.ranges))) throw refuse(UNDO_ENROLLED);
    const ours = [...ended, ...again];
    if (ours.some(({ insurance }) => insurance === '210')) await guardAgain(batch, rowNo, idHash);
    for (const { enrolmentId } of ours) await reopenEnrolment({ enrolmentId, personId: person._id, by: applicationId });
  });
}
async function guardAgain({ applicationId, batchId }: BatchCase, rowNo: number, idHash: string): Promise<void> {
  const { guards } = applications.models;
  const guard = { _id: guardOf(idHash), applicationId, requestKey: `undo:${batchId}:${rowNo}`, at: nowIso(), kind: 'lasting' as const };
  await guards.create(guard).catch(ignoreTwice);
  const holder = await guards.findById(guard._id).select({ applicationId: 1 }).lean();
  if (holder?.applicationId !== applicationId) throw refuse(UNDO_ENROLLED);
}
