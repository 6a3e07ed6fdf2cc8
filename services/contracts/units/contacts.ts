import { z } from 'zod';
import { defineAction } from '../action.ts';
import { CHANGE_ERRORS } from '../errors.ts';
import { Code, Id, RequestKey, filled, text } from '../primitives.ts';
import { normaliseCode } from '../standards/checked.ts';
import { checkIdNumber } from '../standards/other-ids.ts';
import { checkPersonName } from '../standards/person-name.ts';
import { checkEmail, checkLandline, checkMobile, checkPostcode } from '../standards/phone.ts';
import type { Checked } from '../standards/checked.ts';

/** 身份证件 on which names in Latin letters are usual. */
const FOREIGN_ID_TYPES: readonly string[] = ['07', '08', '10', '99'];

/** Stored as the standard writes it, refused in the standard's own words. Empty text is left to `filled`. */
export const checkedText = (max: number, label: string, check: (input: string) => Checked) =>
  filled(max, label)
    .overwrite((value) => (value ? check(value).normalised : value))
    .superRefine((value, context) => {
      const checked = check(value);
      if (value && !checked.ok) context.addIssue({ code: 'custom', message: checked.message ?? `${label}格式不正确` });
    });
/** The same, where nothing may be filled in. */
export const optionalText = (max: number, label: string, check: (input: string) => Checked) =>
  text(max, label)
    .overwrite((value) => (value ? check(value).normalised : value))
    .superRefine((value, context) => {
      const checked = check(value);
      if (value && !checked.ok) context.addIssue({ code: 'custom', message: checked.message ?? `${label}格式不正确` });
    })
    .optional();

/** A masked value comes back from the page as it was shown: it means "unchanged", and the service puts the kept one in its place. */
export const isMasked = (value: string): boolean => value.includes('*');
const mobileOrMasked = (value: string): Checked => (isMasked(value) ? { ok: true, normalised: value } : checkMobile(value));

/** What is wrong with name and number of a person, by field. One rule for 法人 and contacts. */
export function identityIssues(
  { name, idType, idNumber }: { name: string; idType: string; idNumber: string },
  today?: string,
): { field: 'name' | 'idNumber'; message: string }[] {
  const named = checkPersonName(name, { foreign: FOREIGN_ID_TYPES.includes(idType) });
  const numbered = isMasked(idNumber) ? { ok: true, message: undefined } : checkIdNumber(idType, idNumber, today);
  return [
    ...(named.ok ? [] : [{ field: 'name' as const, message: named.message ?? '姓名格式不正确' }]),
    ...(numbered.ok ? [] : [{ field: 'idNumber' as const, message: numbered.message ?? '证件号码格式不正确' }]),
  ];
}

/** What item 1 asks of a contact. */
const essential = {
  name: filled(50, '姓名'),
  idType: Code,
  idNumber: filled(30, '证件号码').overwrite(normaliseCode),
  mobile: checkedText(20, '移动电话', mobileOrMasked),
};
const withIdentity = <T extends z.ZodObject>(schema: T): T =>
  schema.superRefine((contact, context) => {
    for (const { field, message } of identityIssues(contact as never)) context.addIssue({ code: 'custom', path: [field], message });
  });
export const NewContact = withIdentity(z.strictObject(essential));
export type NewContact = z.infer<typeof NewContact>;

/** A row of 单位联系人信息 (item 6). `contactId` is there for rows that exist. */
export const Contact = withIdentity(
  z.strictObject({
    contactId: Id.optional(),
    ...essential,
    address: text(100, '联系地址').optional(),
    phone: optionalText(20, '固定电话', checkLandline),
    email: optionalText(100, '电子邮件', checkEmail),
    postcode: optionalText(6, '邮政编码', checkPostcode),
  }),
);
export type Contact = z.infer<typeof Contact>;

export const MAX_CONTACTS = 5;
/** Exact sentences of item 6. */
export const CONTACT_MESSAGES = {
  saved: '保存成功',
  legalOnly: '联系人信息仅法人可维护，请使用法人电子社保卡登录',
  tooMany: `单位联系人最多${MAX_CONTACTS}人`,
  twice: '该证件号码的联系人已存在',
  unknownMask: '证件号码或移动电话已隐藏部分数字，新增联系人请完整填写',
} as const;

const YES_NO = z.enum(['1', '0']);
/** 单位基本信息 as it stands, read only in this version. 法人证件号码 and phone are masked. Absent values are empty text. */
export const UnitBasics = z.strictObject({
  unitNo: z.string(),
  creditCode: z.string(),
  orgCode: z.string(),
  name: z.string(),
  affiliation: z.string(),
  postcode: z.string(),
  address: z.string(),
  unitType: z.string(),
  economicType: z.string(),
  area: z.string(),
  industry: z.string(),
  riskClass: z.string(),
  /** Another risk class that is decided and begins later, in words. */
  riskNext: z.string(),
  superior: z.string(),
  scope: z.string(),
  dispatch: YES_NO,
  hr: YES_NO,
  unitFlag: z.string(),
  specialUnit: z.string(),
  dispatchLicenceNo: z.string(),
  dispatchLicenceTo: z.string(),
  legalName: z.string(),
  legalIdType: z.string(),
  legalIdNumber: z.string(),
  legalPhone: z.string(),
  state: z.string(),
  licenceKind: z.string(),
  licenceNo: z.string(),
  licenceValidTo: z.string(),
  registeredOn: z.string(),
  approvedBy: z.string(),
  approvedOn: z.string(),
  approvalNo: z.string(),
  fundingSource: z.string(),
});
export type UnitBasics = z.infer<typeof UnitBasics>;

export const MaintenanceView = z.strictObject({
  basic: UnitBasics,
  insurances: z.array(z.strictObject({ insurance: z.enum(['210', '410']), from: z.string(), state: z.enum(['1', '2', '3']) })),
  /** 证件号码 and 移动电话 are masked; sent back unchanged they mean "as kept". */
  contacts: z.array(
    z.strictObject({
      contactId: Id,
      name: z.string(),
      idType: z.string(),
      idNumber: z.string(),
      mobile: z.string(),
      address: z.string().optional(),
      phone: z.string().optional(),
      email: z.string().optional(),
      postcode: z.string().optional(),
    }),
  ),
  /** True for the 法人: may change contacts. */
  editable: z.boolean(),
  /** The unit is registered and works: basics may be changed. */
  normal: z.boolean(),
  /** Sent back as `seenRev`. */
  rev: z.int(),
});
export type MaintenanceView = z.infer<typeof MaintenanceView>;

// Whoever holds the item may look; that only the 法人 may save is said in the handler, in the words of items.md.
const access = { scopes: ['item:unit-maintenance'] } as const;
export const view = defineAction({
  name: 'units.unit-maintenance.view',
  title: '单位基本信息及联系人维护：查看',
  access,
  rest: 'GET /items/unit-maintenance/view',
  input: z.strictObject({}),
  output: MaintenanceView,
  errors: ['NOT_LOGGED_IN', 'NOT_ALLOWED', 'NOT_FOUND'],
});
export const saveContacts = defineAction({
  name: 'units.unit-maintenance.saveContacts',
  title: '单位基本信息及联系人维护：保存联系人',
  access,
  rest: 'PUT /items/unit-maintenance/contacts',
  input: z.strictObject({
    requestKey: RequestKey,
    /** `rev` of the view that was edited: whoever saved in between is not overwritten. */
    seenRev: z.int().min(1),
    contacts: z.array(Contact).max(50),
  }),
  output: z.strictObject({ message: z.string(), view: MaintenanceView }),
  errors: CHANGE_ERRORS,
});
