import { ProjectPersonModel } from '../models/project-person.ts';
import { PushedModel } from '../models/pushed.ts';
import type { Unit } from '../models/unit.ts';

type Place = Pick<Unit, '_id' | 'creditCode' | 'area'>;
const waiting = (area: string) => ({ waitsIn: { $type: 'string' as const, $ne: area } });

/** The unit is in another area now: what waits for an agency, waits for the one there. Done again it finds nothing to do. */
export async function waitElsewhere(unit: Place): Promise<void> {
  // Whoever has such a line of the roster open reads it again.
  await ProjectPersonModel.updateMany({ unitId: unit._id, ...waiting(unit.area) }, { $set: { waitsIn: unit.area }, $inc: { rev: 1 } });
  await waitPushed(unit);
}
/** 登记信息核对 of a code. Index: {creditCode, issuedAt}. */
export const waitPushed = ({ creditCode, area }: Pick<Place, 'creditCode' | 'area'>) =>
  PushedModel.updateMany({ creditCode, ...waiting(area) }, { $set: { waitsIn: area } });
