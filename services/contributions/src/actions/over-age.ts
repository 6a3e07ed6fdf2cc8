import { overAge } from '@wangting/contracts/contributions/questions';
import { implement } from '@wangting/kit/implement';
import { FindingModel, type Finding } from '../models/finding.ts';

export const overAgeAction = implement(overAge, async ({ input: { personIds, on } }) => {
  const findings = await FindingModel.find({ personId: { $in: personIds }, from: { $lte: on }, revoked: false }).lean<Finding[]>();
  const valid = new Set(findings.filter(({ to }) => to === null || to >= on).map(({ personId }) => personId));
  return { answers: personIds.map((personId) => ({ personId, valid: valid.has(personId) })) };
});
