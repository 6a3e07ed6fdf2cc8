/**
 * Every refusal the hall can give: its HTTP status and the sentence a person reads.
 * A sentence says what happened, what is safe, and what to do next. `{name}` is filled from the refusal's data.
 * Callers branch on the name: error classes do not survive the trip between two nodes, names do.
 */
export const ERRORS = {
  /** A field is missing, malformed or unknown. `data.issues` lists `{path, message}`; the page marks the fields. */
  INPUT_INVALID: { status: 422, text: '有内容不符合要求，尚未提交。请按字段提示修改后再提交。' },
  /** A rule of the item refuses. `data.message` is the exact sentence of items.md; `data.issues` may point at fields. */
  RULE_REFUSED: { status: 422, text: '{message}' },
  /** A rule asks the person to confirm first. `data.confirms` lists `{code, message}`; sent again with those codes it goes through. */
  CONFIRM_NEEDED: { status: 409, text: '办理前需要您确认，尚未提交。请阅读提示后选择是否继续。' },
  /** Nobody is logged in, or the session ended. */
  NOT_LOGGED_IN: { status: 401, text: '登录已超时，请重新登录。本页内容尚未提交。' },
  /** The caller lacks the scope. The page should not have offered the button. */
  NOT_ALLOWED: { status: 403, text: '您没有办理此业务的权限，未做任何更改。请使用有权限的身份登录，或联系本单位法人授权。' },
  /** No such record, or not the caller's. The two look the same from outside, on purpose. */
  NOT_FOUND: { status: 404, text: '没有找到这条记录，或它不属于您的单位。请核对编号后重新查询。' },
  /** Somebody acted first. `data.current`, `data.seq` are the state now; the page reloads and lets the person decide again. */
  STATE_CHANGED: { status: 409, text: '数据已被其他人修改，请刷新后重试。您的操作未生效。' },
  /** A step that the present state does not offer. */
  STEP_NOT_POSSIBLE: { status: 409, text: '当前状态不能进行此操作，未做任何更改。请刷新后查看最新状态。' },
  /** The four-eyes rule: one person, one stage of a case. */
  SAME_REVIEWER: { status: 403, text: '同一办件的不同环节须由不同人员办理，您已办理过前一环节。请由其他工作人员办理。' },
  /** The request key was used for something else. A fault of the page, safe for the data. */
  REQUEST_KEY_REUSED: { status: 409, text: '该请求编号已用于另一笔业务，本次未办理。请刷新页面后重新提交。' },
  /** Something of the same meaning is open. `data.no` is its 业务流水号. */
  ALREADY_OPEN: { status: 409, text: '存在未办结的同类业务（流水号：{no}），不能重复申请。' },
  /** A required slot is empty. `data.slots` lists names. */
  MATERIAL_MISSING: { status: 422, text: '请上传材料：{names}' },
  /** Materials hang on a stored draft. */
  DRAFT_FIRST: { status: 409, text: '请先暂存后再上传材料' },
  FILE_TOO_LARGE: { status: 413, text: '文件超过 {limit}，未上传。请压缩或分拆后重新上传。' },
  FILE_TYPE_REFUSED: { status: 422, text: '文件内容不是允许的格式（{allowed}），未保存。请转换格式后重新上传。' },
  FILE_INFECTED: { status: 422, text: '文件未通过安全检查，未保存。请更换文件后重新上传。' },
  FILE_NOT_READY: { status: 409, text: '文件尚未通过检查，暂不能查看。请稍后再试。' },
  BODY_TOO_LARGE: { status: 413, text: '提交的内容过大，未处理。请减少内容后重试。' },
  TOO_MANY_REQUESTS: { status: 429, text: '操作过于频繁，请在 {seconds} 秒后再试。此前已提交的内容不受影响。' },
  /** CSRF token or origin is not ours. */
  FORBIDDEN_ORIGIN: { status: 403, text: '请求来源不受信任，未处理。请从网上办事大厅页面重新操作。' },
  /** The item is not there yet, or outside its window, or not for this unit. `data.reason` says which. */
  ITEM_CLOSED: { status: 409, text: '{reason}' },
  LOGIN_FAILED: { status: 401, text: '账号或密码不正确。连续 5 次错误将锁定 30 分钟。' },
  LOGIN_LOCKED: { status: 423, text: '该账号已被锁定，请在 {minutes} 分钟后再试，或联系管理员。' },
  /** Too many failures before: the page solves `data.challenge` (identity/challenge.ts) and sends the same again with `proof`. */
  PROOF_NEEDED: { status: 428, text: '为防止恶意尝试，需要先完成安全验证。验证由页面自动进行，请稍候再试。' },
  /** The password was right; this account also needs 动态口令. */
  TOTP_NEEDED: { status: 401, text: '请输入身份验证器显示的 6 位动态口令。' },
  TICKET_EXPIRED: { status: 410, text: '二维码已过期，请刷新后重新扫码。' },
  QUERY_LOCKED: { status: 423, text: '查询失败次数过多，已暂停查询。请在 {minutes} 分钟后再试。' },
  /** The question cannot be answered now; the draft is kept. */
  SERVICE_AWAY: { status: 503, text: '服务暂时不可用，内容保留在本页，尚未提交。请稍后再次提交，不会重复办理。' },
  /** A department's message (contracts/exchange.ts): signature missing, malformed, not of a known key, or the content is not what was signed. */
  EXCHANGE_SIGNATURE: { status: 401, text: '来文签名校验未通过，内容未处理。请核对机构代码、密钥和内容摘要后重新签名发送。' },
  EXCHANGE_STALE: { status: 401, text: '来文签名时间与本系统相差超过 5 分钟，内容未处理。请校准时钟后重新签名发送。' },
  EXCHANGE_REPLAYED: { status: 409, text: '该签名已使用过，本次未处理。如需重发请重新签名；记录号相同的记录不会重复入账。' },
  /** A person's name holds a character that no installed font can print. `data.characters` lists them. */
  GLYPH_MISSING: { status: 422, text: '含有暂不能打印的字：{characters}，文书未生成。请联系经办机构添加字库。' },
  /** A fault of ours. Logged once where it is caught; the sentence says what is safe. */
  INTERNAL: { status: 500, text: '系统出现故障，操作没有完成。您填写的内容仍在本页，可以再次提交，不会重复办理。' },
} as const satisfies Record<string, { status: number; text: string }>;

export type ErrorName = keyof typeof ERRORS;

/** What any write to something that is there can be refused with: wrong input, a rule, no right, gone, changed meanwhile, or a key used for something else. */
export const CHANGE_ERRORS = [
  'INPUT_INVALID',
  'RULE_REFUSED',
  'NOT_LOGGED_IN',
  'NOT_ALLOWED',
  'NOT_FOUND',
  'STATE_CHANGED',
  'REQUEST_KEY_REUSED',
] as const satisfies readonly ErrorName[];

/** Data that travels with a refusal. Never personal data beyond what the caller sent. */
export type ErrorData = Record<string, unknown>;

/** The sentence of a refusal, its `{…}` filled from data. Unknown names get the sentence of INTERNAL. */
export function sentenceOf(name: string, data: ErrorData = {}): string {
  const entry = ERRORS[name as ErrorName] ?? ERRORS.INTERNAL;
  return entry.text.replace(/\{(\w+)\}/g, (_, key: string) => String(data[key] ?? '—'));
}
