import { trace } from '@opentelemetry/api';
import type { Tracer } from '@opentelemetry/api';
import type { Context } from '@temporalio/activity';
import {
  OpenTelemetryActivityInboundInterceptor,
  OpenTelemetryActivityOutboundInterceptor,
} from '@temporalio/interceptors-opentelemetry';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import { failureOfAttempt, operationOf } from '../observe/name-activities';

/** A span for each attempt, within the trace that its header names; its log lines bear the ids of both. */
export function traceActivities(tracer: Tracer): readonly ActivityInterceptorsFactory[] {
  return [
    (context) => ({
      inbound: new OpenTelemetryActivityInboundInterceptor(context, { tracer }),
      outbound: new OpenTelemetryActivityOutboundInterceptor(context),
    }),
    describeAttempt,
  ];
}

/** Says which operation and which attempt it was, and what failed, as the log does. */
function describeAttempt({ info }: Context): ReturnType<ActivityInterceptorsFactory> {
  return {
    inbound: {
      async execute(input, next) {
        const span = trace.getActiveSpan();
        const { operationReference } = operationOf(input.args[0]);
        span?.setAttribute('order_saga.attempt', info.attempt);
        if (operationReference !== undefined)
          span?.setAttribute('order_saga.operation', operationReference);
        try {
          return await next(input);
        } catch (error) {
          const code = failureOfAttempt(error);
          if (code !== undefined) span?.setAttribute('error.type', code);
          throw error;
        }
      },
    },
  };
}
