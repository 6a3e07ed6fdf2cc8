/** Pages of the ledger on the agency's side, and whose work each is. */
const PAGES = [
  { path: '/agency/dues', label: '应缴核定', scopes: ['staff.ops', 'staff.finance'] },
  { path: '/agency/payments', label: '到账核对', scopes: ['staff.finance'] },
  {
    path: '/agency/policies',
    label: '费率与基数',
    scopes: ['staff.first', 'staff.second', 'staff.third', 'staff.finance', 'staff.ops'],
  },
  { path: '/agency/exemptions', label: '互免免缴', scopes: ['staff.first', 'staff.second'] },
  { path: '/agency/over-age', label: '延长缴费认定', scopes: ['staff.first', 'staff.second'] },
] as const;

/** What somebody with these scopes may open. */
export const ledgerPagesOf = (scopes: readonly string[]) => PAGES.filter((page) => page.scopes.some((scope) => scopes.includes(scope)));
