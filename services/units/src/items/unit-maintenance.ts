import { item } from '@wangting/contracts/units/unit-maintenance';
import type { RuleContext } from '@wangting/kit/applications/rules';
import { HallError } from '@wangting/kit/errors';
import { maintenanceView } from '../domain/view.ts';
import { unitById } from '../domain/write.ts';

/** May contacts be kept now: by the 法人, of a unit that is registered and works. */
export const mayKeepContacts = (hat: string | undefined, state: string): boolean => hat === 'legal' && state === '1';

/** 6 单位基本信息及联系人维护. Looking is all `open` does; contacts are saved by actions/contacts.ts, and no application is made. */
export const rules = {
  item,
  async open({ unitId, caller }: RuleContext) {
    const unit = await unitById(unitId);
    if (!unit) throw new HallError('NOT_FOUND');
    const { basic, insurances, contacts, editable, rev } = maintenanceView(unit, mayKeepContacts(caller.hat, unit.state));
    const allowed = unit.state !== '0';
    return {
      allowed,
      ...(allowed ? {} : { reason: '单位尚未办理社会保险登记，请先办理企业参保登记' }),
      shows: { ...basic, insurances, editable, rev },
      values: { contacts },
    };
  },
};
