import { sealJson, unsealJson } from '@wangting/kit/sealed';
import type { PersonEnrolmentInput } from '@wangting/contracts/persons/person-enrolment';

/** 基本信息 of a person as stored, sealed. */
export type About = Pick<
  PersonEnrolmentInput,
  | 'idNumber'
  | 'name'
  | 'mobile'
  | 'ethnicGroup'
  | 'nationality'
  | 'workStartOn'
  | 'householdArea'
  | 'householdKind'
  | 'householdAddress'
  | 'homeAddress'
  | 'education'
  | 'politicalStatus'
  | 'titleRank'
  | 'skillLevel'
  | 'occupation'
  | 'femaleCadre'
>;
export const aboutFrom = (v: PersonEnrolmentInput): About => ({
  idNumber: v.idNumber,
  name: v.name,
  mobile: v.mobile,
  ethnicGroup: v.ethnicGroup,
  nationality: v.nationality,
  workStartOn: v.workStartOn,
  householdArea: v.householdArea,
  householdKind: v.householdKind,
  householdAddress: v.householdAddress,
  homeAddress: v.homeAddress,
  education: v.education,
  politicalStatus: v.politicalStatus,
  titleRank: v.titleRank,
  skillLevel: v.skillLevel,
  occupation: v.occupation,
  femaleCadre: v.femaleCadre,
});
export const sealAbout = (about: About): string => sealJson(about);
export const aboutOf = (person: { about: string }): About => unsealJson<About>(person.about);
