import type { Handlers } from './apply-payment-event';
import { findResolved, sameMatter } from './attention';
import type { Attention } from './attention';
import { matterOfAuthorized } from './authorized-difference';
import { matterOf, openDifferences } from './follow-systems';
import type { OrderState } from './order-state';
import { present } from './present';

type AttentionEvent =
  | 'attention_raised'
  | 'attention_cleared'
  | 'attention_resolved'
  | 'resolution_taken'
  | 'matter_accepted';

/** What a person has to decide, and what was decided. */
export const attentionHandlers: Handlers<AttentionEvent> = {
  /** Said again it keeps its place: what a person sees first must not change while two steps are failing by turns. */
  attention_raised: (state, { attention }) => {
    const known = state.attentions.find((candidate) => sameMatter(candidate, attention));
    const said = { ...attention, since: known?.since ?? attention.since };
    const attentions =
      known === undefined
        ? [...state.attentions, said]
        : state.attentions.map((each) => (each === known ? said : each));
    return { ...state, attentions };
  },

  attention_cleared: (state, matter) => ({
    ...state,
    attentions: state.attentions.filter(
      (known) => known.code !== matter.code || known.operationId !== matter.operationId,
    ),
  }),

  attention_resolved: (state, { resolution }) => {
    const answered = findResolved(state.attentions, resolution);
    if (answered === undefined) return state;
    const { code, operationId } = answered;
    return {
      ...state,
      attentions: state.attentions.filter((known) => known !== answered),
      resolutions: [
        ...state.resolutions,
        {
          ...resolution,
          code,
          ...present('operationId', operationId),
          ...present('matter', nameOf(state, answered)),
        },
      ],
    };
  },

  resolution_taken: (state, { resolution }) => ({
    ...state,
    resolutions: state.resolutions.filter((known) => known !== resolution),
  }),

  matter_accepted: (state, { matter }) =>
    state.accepted.includes(matter) ? state : { ...state, accepted: [...state.accepted, matter] },
};

/** What exactly is decided on, where a matter of one code may stand for several things. */
function nameOf(state: OrderState, { code }: Attention): string | undefined {
  if (code === 'systems_differ') return matterOf(openDifferences(state));
  return code === 'authorized_differs' ? matterOfAuthorized(state) : undefined;
}
