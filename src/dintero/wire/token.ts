import { z } from 'zod';

/** Dintero docs: Get Token. `audience` is always on the api host, whichever host is called. */
export const tokenRequest = z.strictObject({
  grant_type: z.literal('client_credentials'),
  audience: z.string().min(1),
});

/** The pages disagree on the lifetime (4 or 24 hours); only `expires_in`, in seconds, counts. */
export const tokenResponse = z.looseObject({
  access_token: z.string().min(1),
  token_type: z.string().nullish(),
  expires_in: z.number().positive(),
});
