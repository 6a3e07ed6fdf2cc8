import { context, propagation, SpanKind, SpanStatusCode, trace, type Context as OtelContext } from '@opentelemetry/api';
import type { Context, Middleware } from 'moleculer';

const tracer = () => trace.getTracer('wangting');

/**
 * Starts OpenTelemetry when an exporter is named; otherwise every span below is a cheap nothing.
 * Spans carry names and ids of ours only: never parameters, which hold ID numbers and wages.
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

/** Runs work in a span under the given parent (W3C traceparent). */
export async function inSpan<T>(
  name: string,
  parent: string | undefined,
  work: () => Promise<T>,
  attributes: Record<string, string | number> = {},
): Promise<T> {
  const base = parent ? propagation.extract(context.active(), { traceparent: parent }) : context.active();
  return tracer().startActiveSpan(name, { kind: SpanKind.INTERNAL, attributes }, base, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: (error as { type?: string }).type ?? 'fault' });
      throw error;
    } finally {
      span.end();
    }
  });
}

type Meta = { traceparent?: string };
/** One trace over processes: the caller's span context travels in `meta.traceparent`. */
export const tracingMiddleware: Middleware = {
  localAction(next: (ctx: Context) => Promise<unknown>, action: { name: string }) {
    return (ctx: Context<unknown, Meta>) =>
      inSpan(action.name, ctx.meta.traceparent, () => {
        const mine = traceparent();
        if (mine) ctx.meta.traceparent = mine;
        return next(ctx as Context);
      });
  },
} as never;
