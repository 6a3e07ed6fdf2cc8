import { z } from 'zod';
import { ERRORS, type ErrorName } from '@wangting/contracts/errors';
import type { Routed } from './contracts.ts';

type Json = Record<string, unknown>;
/** JSON schema of one zod schema, whole and without references of its own. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' }) as Json;
  return json;
}
const problem = {
  type: 'object',
  required: ['type', 'status', 'name', 'detail'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    name: { type: 'string', enum: Object.keys(ERRORS) },
    detail: { type: 'string' },
    data: { type: 'object' },
  },
};

/** The answer as the browser sees it: the session of a login goes into the cookie. */
function shown(contract: Routed): Json {
  const output = schemaOf(contract.output, 'output') as { properties?: Json; required?: string[] };
  const { session, ...properties } = output.properties ?? {};
  return session && contract.access.public
    ? { ...output, properties, required: output.required?.filter((name) => name !== 'session') }
    : output;
}

function operation(contract: Routed): [string, string, Json] {
  const [method = 'GET', address = '/'] = contract.rest.split(' ');
  const input = schemaOf(contract.input, 'input') as { properties?: Json; required?: string[] };
  const inPath = [...address.matchAll(/:(\w+)/g)].map((match) => match[1] as string);
  const required = new Set(input.required ?? []);
  const parameter = (name: string, where: string) => ({
    name,
    in: where,
    required: where === 'path' || required.has(name),
    schema: input.properties?.[name] ?? { type: 'string' },
  });
  const rest = Object.keys(input.properties ?? {}).filter((name) => !inPath.includes(name));
  const query = method === 'GET' || method === 'DELETE';
  const body = {
    ...input,
    properties: Object.fromEntries(rest.map((name) => [name, input.properties?.[name]])),
    required: [...required].filter((name) => !inPath.includes(name)),
  };
  const errors = new Map<number, ErrorName[]>();
  for (const name of new Set<ErrorName>([...contract.errors, 'INPUT_INVALID', 'TOO_MANY_REQUESTS', 'SERVICE_AWAY', 'INTERNAL']))
    errors.set(ERRORS[name].status, [...(errors.get(ERRORS[name].status) ?? []), name]);
  return [
    address.replace(/:(\w+)/g, '{$1}'),
    method.toLowerCase(),
    {
      operationId: contract.name,
      summary: contract.title,
      tags: [contract.name.split('.')[0]],
      security: contract.access.public ? [] : [{ session: [] }],
      parameters: [...inPath.map((name) => parameter(name, 'path')), ...(query ? rest.map((name) => parameter(name, 'query')) : [])],
      ...(query ? {} : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
      responses: {
        200: { description: '成功', content: { 'application/json': { schema: shown(contract) } } },
        ...Object.fromEntries(
          [...errors].map(([status, names]) => [
            status,
            {
              description: names.join(' / '),
              content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
            },
          ]),
        ),
      },
    },
  ];
}
/** OpenAPI 3.1 of every address, made from the contracts. */
export function openapi(contracts: readonly Routed[]): Json {
  const paths: Record<string, Json> = {};
  for (const contract of contracts) {
    const [address, method, body] = operation(contract);
    paths[address] = { ...paths[address], [method]: body };
  }
  return {
    openapi: '3.1.0',
    info: { title: '网厅 Wangting', version: '0.1.0', description: '社会保险网上办事大厅接口。写请求须带会话 Cookie 与 x-wangting-csrf。' },
    servers: [{ url: '/api' }],
    paths,
    components: { schemas: { Problem: problem }, securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'wt_session' } } },
  };
}
