import { html } from './html';
import type { Html, HtmlPart } from './html';

export type Fact = readonly [name: string, value: HtmlPart];

/** Name and value on each line; what has no value is left out. */
export function renderFacts(facts: readonly Fact[], look: 'facts' | 'ids' = 'facts'): Html {
  return html`<dl class="${look}">
    ${facts
      .filter(([, value]) => value !== undefined && value !== '')
      .map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
  </dl>`;
}
