import type { RosterRow } from '@wangting/contracts/units/project-roster';
import type { BatchCase, GoodRow } from '@wangting/kit/batch/rules';
import { nowIso, today } from '@wangting/kit/clock';
import { ignoreTwice } from '@wangting/kit/errors';
import { lookup, seal, sealJson } from '@wangting/kit/sealed';
import type { Project } from '../models/project.ts';
import { ProjectPersonModel, type ProjectPerson } from '../models/project-person.ts';
import { aboutOf, judgeTogether, personKey, readRow, staysWith, waitingOf, type Candidate } from './roster.ts';
import { ownUnit } from './write.ts';

const TRIES = 5;
type Failures = Map<number, string>;
type Saving = Candidate & { who: NonNullable<Candidate['who']>; row: Candidate['row'] & { values: RosterRow } };
const keyOf = ({ applicationId }: BatchCase, { row }: Candidate): string => `${applicationId}:${row.rowNo}`;
const doneIn = (batch: BatchCase, one: Candidate): boolean => Boolean(one.known?.log.some(({ key }) => key === keyOf(batch, one)));

/**
 * Rows of one chunk: judged again, then each person's line written in one go, inserted or changed by compare-and-set, with the row's key in its
 * log. So a row that was saved before a crash is found saved, and two files sent at once do not lose each other's days.
 */
export async function saveRoster(batch: BatchCase, rows: readonly GoodRow<RosterRow>[], project: Project): Promise<Failures> {
  const failures: Failures = new Map();
  let left = rows;
  for (let tries = 0; left.length; tries += 1) {
    if (tries >= TRIES) throw new Error(`the roster of ${project._id} changes faster than it can be read`);
    const candidates = left.map((row) => readRow({ ...row, issues: [], notes: [] }, project, today()));
    await judgeTogether(candidates, project, today());
    const open = candidates.filter((one) => !doneIn(batch, one));
    for (const { row } of open) if (row.issues.length) failures.set(row.rowNo, row.issues.map(({ message }) => message).join('；'));
    const good = open.filter((one): one is Saving => one.row.issues.length === 0 && one.who !== undefined);
    const written = await write(batch, good, project);
    const missing = new Set(good.filter((one) => !written.has(personKey(project._id, one.who.idHash))).map(({ row }) => row.rowNo));
    left = left.filter(({ rowNo }) => missing.has(rowNo)); // somebody else changed these people meanwhile: look again
  }
  return failures;
}

async function write(batch: BatchCase, good: readonly Saving[], project: Project): Promise<Set<string>> {
  if (!good.length) return new Set();
  const [at, day] = [nowIso(), today()];
  const { area } = await ownUnit(project.unitId);
  const lines = good.map((one): { was: ProjectPerson | undefined; line: ProjectPerson } => {
    const { who, known, row } = one;
    const was = known && aboutOf(known);
    const about = was ? { ...was, ...(who.about.mobile ? { mobile: who.about.mobile } : {}) } : who.about;
    const stays = staysWith(known?.stays ?? [], row.values, who.birthDate, at, day);
    const entry = {
      key: keyOf(batch, one),
      payloadHash: '',
      at,
      who: batch.by,
      before: known?.stays ?? [],
      ...(was && was.mobile !== about.mobile ? { mobile: seal(was.mobile) } : {}),
    };
    return {
      was: known,
      line: {
        _id: personKey(project._id, who.idHash),
        rev: (known?.rev ?? 0) + 1,
        at,
        projectId: project._id,
        unitId: project.unitId,
        idHash: who.idHash,
        nameHash: lookup('name', about.name),
        sex: who.sex,
        about: sealJson(about),
        stays,
        log: [...(known?.log ?? []), entry],
        ...(waitingOf(stays).length ? { waitsIn: area } : {}),
        ...(known?.owes ? { owes: known.owes } : {}),
      },
    };
  });
  const fresh = lines.filter(({ was }) => !was).map(({ line }) => line);
  const changed = lines.filter(({ was }) => was);
  if (fresh.length) await ProjectPersonModel.insertMany(fresh, { ordered: false, lean: true }).catch(ignoreTwice);
  if (changed.length)
    await ProjectPersonModel.bulkWrite(
      changed.map(({ was, line }) => ({ replaceOne: { filter: { _id: line._id, rev: was?.rev ?? 0 }, replacement: line } })),
      { ordered: false },
    );
  const keys = new Map(lines.map(({ line }) => [line._id, line.log.at(-1)?.key]));
  const kept = await ProjectPersonModel.find({ _id: { $in: [...keys.keys()] } })
    .select({ 'log.key': 1 })
    .lean<Pick<ProjectPerson, '_id' | 'log'>[]>();
  return new Set(kept.filter(({ _id, log }) => log.some(({ key }) => key === keys.get(_id))).map(({ _id }) => _id));
}
