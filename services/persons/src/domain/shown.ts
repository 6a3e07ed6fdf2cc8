import { areaNation } from '@wangting/contracts/dictionaries/area-nation';
import { entryOf } from '@wangting/contracts/dictionaries/dictionary';
import { maskId } from '@wangting/contracts/standards/masking';
import type { UnitFacts } from '@wangting/contracts/units/questions';
import type { Person } from '../models/person.ts';
import { aboutOf } from './about.ts';

/** B1 单位信息. */
export const unitBlock = (unit: UnitFacts) => ({ unitNo: unit.unitNo ?? '', unitName: unit.name, unitType: unit.unitType });

/** 省市县 in words. */
function areaWords(code: string | undefined): string {
  const words: string[] = [];
  for (
    let entry = code ? entryOf(areaNation, code) : undefined;
    entry;
    entry = entry.parent ? entryOf(areaNation, entry.parent) : undefined
  )
    words.unshift(entry.label);
  return words.join('');
}
/** 人员信息 as the own unit sees it: the name whole, the number masked. */
export function personBlock(person: Person) {
  const about = aboutOf(person);
  return {
    socialNo: maskId(about.idNumber),
    name: about.name,
    sex: person.sex,
    birthDate: person.birthDate,
    nationality: about.nationality ?? '',
    idType: person.idType,
    idMasked: maskId(about.idNumber),
    householdArea: areaWords(about.householdArea),
    householdAddress: about.householdAddress ?? '',
  };
}
/** 人员参保信息: the person's insurances in this unit, the newest stretch of each; of other units nothing. */
export function enrolmentRows({ ranges }: Pick<Person, 'ranges'>, unit: UnitFacts) {
  return (['210', '410'] as const).flatMap((insurance) => {
    const own = ranges.filter((range) => range.unitId === unit.unitId && range.insurance === insurance);
    const newest = own.toSorted((a, b) => (a.from < b.from ? 1 : -1)).find(({ to }) => to === null) ?? own.at(-1);
    if (!newest) return [];
    const firstFrom = own.map(({ from }) => from).toSorted()[0] ?? newest.from;
    return [{ ...unitBlock(unit), insurance, from: newest.from, firstFrom, state: newest.to === null ? '1' : '2' }];
  });
}
