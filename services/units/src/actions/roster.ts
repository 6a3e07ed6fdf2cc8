import { item, maintain } from '@wangting/contracts/units/project-roster';
import { isMasked } from '@wangting/contracts/units/contacts';
import { maskPhone } from '@wangting/contracts/standards/masking';
import { rosterHistory } from '@wangting/contracts/units/roster-history';
import { nowIso } from '@wangting/kit/clock';
import { HallError, refuse } from '@wangting/kit/errors';
import { implement, type Implemented } from '@wangting/kit/implement';
import { digest, seal, sealJson } from '@wangting/kit/sealed';
import { ProjectModel, type Project } from '../models/project.ts';
import { ProjectPersonModel, type ProjectPerson } from '../models/project-person.ts';
import { namesFor } from '../domain/filing.ts';
import { historyOf } from '../domain/roster-history.ts';
import { aboutOf, clashOf, isRefused, say, stayChanged } from '../domain/roster.ts';

const invalid = (path: string, message: string) => new HallError('INPUT_INVALID', { issues: [{ path: `person.${path}`, message }] });

/** Changes the latest stay of somebody on a roster of the own unit; another unit's is as if it were not there. */
const maintainAction = implement(maintain, async ({ input, caller }) => {
  const { requestKey, id, seenRev, person } = input;
  const payloadHash = digest({ id, person });
  const read = async (): Promise<ProjectPerson> => {
    const line = await ProjectPersonModel.findById(id).lean<ProjectPerson>();
    if (!line || line.unitId !== caller.unitId) throw new HallError('NOT_FOUND');
    return line;
  };
  const isDone = ({ log }: ProjectPerson): boolean => {
    const mine = log.find(({ key }) => key === requestKey);
    if (mine && mine.payloadHash !== payloadHash) throw new HallError('REQUEST_KEY_REUSED');
    return mine !== undefined;
  };
  const line = await read();
  const done = { message: item.messages.changed ?? '' };
  if (isDone(line)) return done;
  if (line.rev !== seenRev) throw new HallError('STATE_CHANGED');
  const project = await ProjectModel.findById(line.projectId).lean<Project>();
  const latest = line.stays.at(-1);
  if (!project || !latest) throw new HallError('NOT_FOUND');
  if (isRefused(latest)) throw refuse(say('notAccepted'));
  const { leaveOn } = person;
  if (leaveOn && leaveOn < latest.entryOn) throw invalid('leaveOn', say('leaveEarly'));
  if (leaveOn && leaveOn > project.endOn) throw invalid('leaveOn', say('leaveOutside', { to: project.endOn }));
  const about = aboutOf(line);
  const sent = person.mobile ?? '';
  if (isMasked(sent) && sent !== maskPhone(about.mobile)) throw invalid('mobile', say('hidden'));
  const mobile = isMasked(sent) ? about.mobile : sent;
  const stay = stayChanged(latest, person);
  if (clashOf(line.stays, stay)) throw refuse(say('clash', { day: latest.entryOn }), 'person.leaveOn');
  if (mobile === about.mobile && digest(stay) === digest(latest)) throw refuse(say('unchanged'));
  const at = nowIso();
  const next: ProjectPerson = {
    ...line,
    rev: line.rev + 1,
    at,
    about: sealJson({ ...about, mobile }),
    stays: [...line.stays.slice(0, -1), stay],
    log: [
      ...line.log,
      {
        key: requestKey,
        payloadHash,
        at,
        who: caller.id,
        before: line.stays,
        ...(mobile === about.mobile ? {} : { mobile: seal(about.mobile) }),
      },
    ],
  };
  const { matchedCount } = await ProjectPersonModel.replaceOne({ _id: id, rev: line.rev }, next);
  if (matchedCount || isDone(await read())) return done;
  throw new HallError('STATE_CHANGED');
});
/** 变更记录 of a line of the own unit. */
const historyAction = implement(rosterHistory, async ({ input, caller, ctx }) => {
  const line = await ProjectPersonModel.findById(input.id).lean<ProjectPerson>();
  if (!line || line.unitId !== caller.unitId) throw new HallError('NOT_FOUND');
  const [project, names] = await Promise.all([
    ProjectModel.findById(line.projectId).select({ name: 1 }).lean<Pick<Project, 'name'>>(),
    namesFor(
      ctx.broker,
      line.log.map(({ who }) => who),
    ),
  ]);
  return { name: aboutOf(line).name, projectName: project?.name ?? '', rows: historyOf(line, names) };
});
export const rosterActions = [maintainAction, historyAction] as unknown as Implemented[];
