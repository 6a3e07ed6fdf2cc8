import type { z } from 'zod';
import type { RosterStay } from '@wangting/contracts/units/questions-roster';
import { dayOf } from '@wangting/kit/clock';
import type { Project } from '../models/project.ts';
import type { ProjectPerson, Stay } from '../models/project-person.ts';
import { isRefused } from './roster.ts';

type Answer = z.infer<typeof RosterStay>;
/** His stays as they stood at the end of a day: what the first later act found. */
const staysAt = ({ log, stays }: ProjectPerson, on: string): readonly Stay[] => log.find(({ at }) => dayOf(at) > on)?.before ?? stays;
const spans = ({ entryOn, leaveOn }: Stay, on: string): boolean => entryOn <= on && (leaveOn === null || on <= leaveOn);

function standingOf(stay: Stay, then: Stay | undefined, on: string): Answer['standing'] | undefined {
  const [now, wasThen] = [spans(stay, on), then !== undefined && spans(then, on)];
  if (!now && !wasThen) return undefined;
  if (isRefused(stay)) return 'refused';
  if (now && wasThen) return 'covered';
  if (!now) return 'shortened';
  // Entered late. Somebody has looked into it, or has still to; a stay that was there and was only prolonged is not what was looked into.
  if (then === undefined && stay.review) return 'covered';
  return then === undefined && stay.backdated ? 'waiting' : 'late';
}

/** How he stands on a project on a day; nothing while the project was not insured. */
export function staysOn(person: ProjectPerson, project: Project, on: string): Answer[] {
  const { _id: projectId, no, name, insuredFrom, endOn } = project;
  if (!insuredFrom || on < insuredFrom || on > endOn) return [];
  const before = staysAt(person, on);
  return person.stays.flatMap((stay): Answer[] => {
    const then = before.find(({ entryOn, registeredAt }) => entryOn === stay.entryOn && registeredAt === stay.registeredAt);
    const standing = standingOf(stay, then, on);
    const { entryOn, leaveOn, post, employer, registeredAt } = stay;
    return standing ? [{ projectId, projectNo: no, projectName: name, entryOn, leaveOn, post, employer, registeredAt, standing }] : [];
  });
}
