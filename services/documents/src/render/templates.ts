/**
 * The printed forms. The version stands in the small print as `tpl=name@yyyymmdd`: change the day when a form changes.
 * Issued documents are stored as files, so an old version stays as it was given out.
 */
export const TEMPLATES = {
  'unit-certificate': { title: '社会保险单位参保证明', version: '20261124' },
  'registration-form': { title: '社会保险登记表', version: '20261124' },
  'enrolment-receipt': { title: '参保人员增加回执', version: '20261124' },
} as const;
export type TemplateName = keyof typeof TEMPLATES;

/** The small print of a form. */
export const versionOf = (name: TemplateName): string => `tpl=${name}@${TEMPLATES[name].version}`;
