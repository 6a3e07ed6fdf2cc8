import { z } from 'zod';
import { defineAction } from '../action.ts';
import { Day, Id } from '../primitives.ts';

/**
 * How a stay on a project stands on the day that was asked about (an accident). What had been registered by the end of that day decides
 * (items.md 7), whatever was written later:
 * `covered` registered in time, or entered late and verified by the agency · `late` entered, or prolonged, only afterwards ·
 * `waiting` entered late and not verified yet · `refused` verified and not accepted · `shortened` it covered the day, and was ended before it afterwards.
 * Anything but `covered` is for a person to judge.
 */
export const ROSTER_STANDINGS = ['covered', 'late', 'waiting', 'refused', 'shortened'] as const;
export const RosterStay = z.strictObject({
  projectId: Id,
  projectNo: z.string(),
  projectName: z.string(),
  entryOn: Day,
  leaveOn: Day.nullable(),
  post: z.string(),
  /** 用工单位（分包）; empty: the unit itself. */
  employer: z.string(),
  registeredAt: z.string(),
  standing: z.enum(ROSTER_STANDINGS),
});

/**
 * Was this person on the roster of a project of this unit on this day? People of a project have no 个人编号: they are asked for by the blind
 * index of their ID number. Batch form; a project that was not insured on the day answers nothing.
 */
export const onRoster = defineAction({
  name: 'units.roster.on',
  title: '某日是否在工程项目花名册',
  access: { services: ['injury'] },
  input: z.strictObject({ questions: z.array(z.strictObject({ unitId: Id, idHash: z.string().max(64), on: Day })).max(500) }),
  output: z.strictObject({
    answers: z.array(
      z.strictObject({
        unitId: Id,
        idHash: z.string(),
        on: Day,
        /** On one project at least he stands as `covered`. */
        covered: z.boolean(),
        stays: z.array(RosterStay),
      }),
    ),
  }),
  errors: ['INPUT_INVALID'],
});
