import { theUser } from './user.ts';

interface Params {
  headers?: Record<string, string>;
  /** Statuses that are no failure. */
  responseCallback?: readonly number[];
  tags?: { name?: string };
}
interface Response {
  status: number;
  body: string;
  json(): unknown;
}
/** Stands for `k6/http`, as far as our scenarios use it. Whatever k6 says about failures holds here: a status that was not expected, or no answer at all (status 0). */
async function asyncRequest(method: string, url: string, body: string | null, params: Params = {}): Promise<Response> {
  const { cookies, measures } = theUser();
  const { headers = {}, responseCallback: expected, tags } = params;
  const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const began = performance.now();
  const { status, text } = await fetch(url, { method, body, headers: { ...headers, ...(cookie && { cookie }) }, redirect: 'manual' }).then(
    async (answer) => {
      for (const set of answer.headers.getSetCookie()) keep(cookies, set);
      return { status: answer.status, text: await answer.text() };
    },
    () => ({ status: 0, text: 'null' }),
  );
  const failed = expected ? !expected.includes(status) : status < 200 || status >= 400;
  measures.answers.push({ name: tags?.name ?? url, ms: performance.now() - began, failed });
  return { status, body: text, json: () => JSON.parse(text) as unknown };
}
function keep(cookies: Map<string, string>, set: string): void {
  const [pair = '', ...attributes] = set.split(';');
  const at = pair.indexOf('=');
  const gone = attributes.some((attribute) => /^\s*max-age=0\s*$/i.test(attribute));
  if (gone) cookies.delete(pair.slice(0, at));
  else cookies.set(pair.slice(0, at), pair.slice(at + 1));
}

export default { asyncRequest, expectedStatuses: (...statuses: number[]) => statuses };
