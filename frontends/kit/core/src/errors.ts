import { sentenceOf, type ErrorData, type ErrorName } from '@wangting/contracts/errors';

export interface Issue {
  path: string;
  message: string;
}
export interface Confirm {
  code: string;
  message: string;
}

/** A refusal as the page knows it. `detail` is the sentence a person reads; `name` is what code branches on. */
export class HallError extends Error {
  readonly refusal: ErrorName;
  readonly status: number;
  readonly data: ErrorData;
  /** True when the service may or may not have done it: the same request key must be used again. */
  readonly unanswered: boolean;

  constructor(refusal: ErrorName, detail: string, status = 0, data: ErrorData = {}) {
    super(detail);
    this.name = 'HallError';
    this.refusal = refusal;
    this.status = status;
    this.data = data;
    this.unanswered = refusal === 'SERVICE_AWAY' || refusal === 'INTERNAL';
  }

  get issues(): Issue[] {
    return Array.isArray(this.data.issues) ? (this.data.issues as Issue[]) : [];
  }
  get confirms(): Confirm[] {
    return Array.isArray(this.data.confirms) ? (this.data.confirms as Confirm[]) : [];
  }
}

/** What the gateway answers (application/problem+json) as a HallError. A body that is not a problem is a fault of ours or of a proxy. */
export function errorOf(status: number, body: unknown): HallError {
  const problem = (typeof body === 'object' && body !== null ? body : {}) as { name?: ErrorName; detail?: string; data?: ErrorData };
  if (problem.name)
    return new HallError(problem.name, problem.detail || sentenceOf(problem.name, problem.data), status, problem.data ?? {});
  const away = status === 0 || status === 502 || status === 503 || status === 504;
  const name: ErrorName =
    status === 401
      ? 'NOT_LOGGED_IN'
      : status === 404
        ? 'NOT_FOUND'
        : status === 413
          ? 'BODY_TOO_LARGE'
          : away
            ? 'SERVICE_AWAY'
            : 'INTERNAL';
  return new HallError(name, sentenceOf(name), status);
}

export const isRefusal = (error: unknown, ...names: ErrorName[]): error is HallError =>
  error instanceof HallError && names.includes(error.refusal);

/** What a person was doing, so that the sentence says what did not happen. */
export type Act = '暂存' | '提交' | '查询' | '上传' | '办理';

/** What happened, what is safe, what to do. */
export function wordsFor(error: unknown, act: Act = '办理'): string {
  if (!(error instanceof HallError)) return sentenceOf('INTERNAL');
  if (error.refusal !== 'SERVICE_AWAY') return error.message;
  if (act === '查询') return '服务暂时不可用，未能完成查询。请稍后重试，其他栏目不受影响。';
  if (act === '上传') return '服务暂时不可用，文件尚未上传。请稍后重新上传。';
  if (act === '办理') return '服务暂时不可用，操作尚未生效。请稍后再试，不会重复办理。';
  return `服务暂时不可用，内容保留在本页，尚未${act}。请稍后再次${act}，不会重复办理。`;
}
