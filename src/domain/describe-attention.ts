import { isWarning } from './attention';
import type { Attention, AttentionChoice, AttentionCode } from './attention';
import { givesAdoptionUp } from './decision';
import { describeTwin } from './describe-twin';
import { showInstant } from './show-instant';

/** A person decides on one matter at a time, and an order seldom has more. */
const mostMatters = 3;

const meanings: Readonly<Record<AttentionChoice, string>> = {
  retry: 'try again now',
  accept: 'leave it as it is, and go on',
  cancel: 'let go what is still reserved',
  mark_moved: 'it did move',
  mark_not_moved: 'withdraw it: it shall not move any more',
  mark_recorded: 'its record was written by hand',
  refund_surplus: 'refund what moved too much',
};

/** Where the choice is another thing than with most matters. */
const ofMatters: Partial<Record<AttentionChoice, Partial<Record<AttentionCode, string>>>> = {
  retry: { payment_undecided: 'look again now' },
  accept: {
    step_refused: 'go on without it',
    provider_unreachable: 'go on without it',
    hold_too_long: 'wait on',
    payment_undecided: 'no payment can come any more: end the order',
  },
  cancel: {
    step_refused: 'give the order up',
    hold_too_long: 'give the order up',
    provider_unreachable: 'give the order up; one that cannot be found stays open in Orders',
  },
  mark_recorded: { provider_unreachable: 'you have looked: its record is there' },
  mark_not_moved: { outcome_unknown: 'it did not move, and shall not any more' },
};

type Operations = Parameters<typeof describeTwin>[0];

/** What a person has to decide, each choice with the whole command that makes it. */
export function describeAttentions(
  orderReference: string,
  attentions: readonly Attention[],
  operations: Operations = [],
): readonly string[] {
  const hidden = attentions.length - mostMatters;
  return [
    ...attentions
      .slice(0, mostMatters)
      .map((matter) => describeMatter(orderReference, matter, operations)),
    ...(hidden > 0 ? [`… and ${hidden} more matters after these`] : []),
  ];
}

function describeMatter(orderReference: string, matter: Attention, operations: Operations): string {
  const { code, message, since, choices } = matter;
  const title = isWarning(matter) ? 'Needs attention, holds nothing up' : 'Needs attention';
  return [
    `**${title}: ${code}**, since ${showInstant(since)}`,
    message.replaceAll(/\s+/g, ' '),
    '',
    ...choices.map(
      (choice) =>
        `- ${describeChoice(operations, matter, choice)}:  \n  \`${resolveCommand(orderReference, matter, choice)}\``,
    ),
  ]
    .flatMap((text) => text.split('\n'))
    .map((text) => `> ${text}`)
    .join('\n');
}

function describeChoice(
  operations: Operations,
  matter: Attention,
  choice: AttentionChoice,
): string {
  if (givesAdoptionUp(matter, choice)) return 'give the adoption up';
  const twin = describeTwin(operations, matter, choice);
  return twin ?? ofMatters[choice]?.[matter.code] ?? meanings[choice];
}

/** What a person types for the choice. */
export function resolveCommand(
  orderReference: string,
  { code, operationId }: Attention,
  choice: AttentionChoice,
): string {
  const about = operationId === undefined ? '' : ` --operation '${operationId}'`;
  return `ordersaga resolve ${orderReference} ${choice} --code ${code}${about}`;
}
