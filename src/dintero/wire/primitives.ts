import { z } from 'zod';

/** Minor units as the provider takes them: int32 (Dintero Payments API types). */
export const amount = z.int().min(-2_147_483_648).max(2_147_483_647);

export const instant = z.string().min(1);

/** `{"error":{"message", "code"?, "errors"?}}` on every refusal (Dintero docs: Errors). */
export const errorBody = z.looseObject({
  error: z.looseObject({
    message: z.string(),
    code: z.string().nullish(),
    errors: z.array(z.unknown()).nullish(),
  }),
});
