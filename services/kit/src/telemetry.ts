import {
  context,
  propagation,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context as OtelContext,
  type Span,
  type SpanOptions,
} from '@opentelemetry/api';
import type { Context, Middleware } from 'moleculer';
import { isAway, nameOf } from './errors.ts';

export { SpanKind };
const tracer = () => trace.getTracer('wangting');

/**
 * Starts OpenTelemetry when an exporter is named; otherwise every span below is a cheap nothing.
 * Spans carry names and ids of ours only: never parameters, which hold ID numbers and wages (deploy/otel/test reads every byte).
 */
export async function startTelemetry(service: string): Promise<() => Promise<void>> {
  if (!process.env.OTEL_EXPORTER_OTLP_ENDPOINT) return async () => {};
  const [{ NodeSDK }, { OTLPTraceExporter }] = await Promise.all([
    import('@opentelemetry/sdk-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
  ]);
  const sdk = new NodeSDK({ serviceName: service, traceExporter: new OTLPTraceExporter(), instrumentations: [] });
  sdk.start();
  return () => sdk.shutdown();
}

const carrierOf = (at: OtelContext): { traceparent?: string } => {
  const carrier: { traceparent?: string } = {};
  propagation.inject(at, carrier);
  return carrier;
};
/** The trace context of now, to be stored beside a change so that its fact continues the trace. */
export const traceparent = (): string | undefined => carrierOf(context.active()).traceparent;
const contextOf = (parent: string | undefined): OtelContext =>
  parent ? propagation.extract(context.active(), { traceparent: parent }) : context.active();

/** Runs work in a span under the given parent (W3C traceparent), or under the span of now. What failed is said by its name in the catalogue. */
export async function inSpan<T>(
  name: string,
  parent: string | undefined,
  work: () => Promise<T>,
  options: Pick<SpanOptions, 'kind' | 'attributes' | 'links'> = {},
): Promise<T> {
  return tracer().startActiveSpan(name, { kind: SpanKind.INTERNAL, ...options }, contextOf(parent), async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: nameOf(error) ?? (isAway(error) ? 'SERVICE_AWAY' : 'fault') });
      throw error;
    } finally {
      span.end();
    }
  });
}
/** Links to other traces, for work that several of them brought about. */
export const linksTo = (parents: readonly (string | undefined)[]): SpanOptions['links'] =>
  [...new Set(parents)].flatMap((parent) => {
    const spanContext = parent && trace.getSpanContext(contextOf(parent));
    return spanContext ? [{ context: spanContext }] : [];
  });
/** The span of now, for whoever learns later what it is about. */
export const spanOfNow = (): Span | undefined => trace.getActiveSpan();

type Meta = { traceparent?: string };
/** One trace over processes: the caller's span context travels in `meta.traceparent`. */
export const tracingMiddleware: Middleware = {
  localAction(next: (ctx: Context) => Promise<unknown>, action: { name: string }) {
    return (ctx: Context<unknown, Meta>) => {
      const above = ctx.meta.traceparent;
      return inSpan(action.name, above, async () => {
        ctx.meta.traceparent = traceparent() ?? above;
        try {
          return await next(ctx as Context);
        } finally {
          // meta goes back to the caller: the next thing it asks is its own child, not ours.
          ctx.meta.traceparent = above;
        }
      });
    };
  },
} as never;
