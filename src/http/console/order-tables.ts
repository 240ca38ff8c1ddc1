import type { OperationView, OrderView } from '../../domain/order-view';
import { showAmount } from './amount-field';
import { operationTones } from '../../domain/tone';
import { kindNames, sayCode } from './console-words';
import { html } from './html';
import type { Html, HtmlPart } from './html';
import { nameLine } from './order-look';
import type { OrderLook } from './order-look';
import { chip } from './page-shell';
import { showMoment } from './show-time';

/** The roles stay with the cells where a narrow screen lays them out as a list. */
export function renderTable(
  caption: string,
  columns: readonly { readonly title: string; readonly isNumber?: boolean }[],
  rows: readonly (readonly HtmlPart[])[],
  className = '',
): Html {
  const kind = (isNumber: boolean | undefined) => (isNumber ? 'number' : 'text');
  return html`<table role="table" class="${className}">
    <caption>
      ${caption}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map(
          ({ title, isNumber }) =>
            html`<th role="columnheader" scope="col" class="${kind(isNumber)}">${title}</th>`,
        )}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map(
        (cells) =>
          html`<tr role="row">
            ${cells.map((cell, index) => renderCell(columns[index], cell))}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function renderCell(
  column: { readonly title: string; readonly isNumber?: boolean } | undefined,
  content: HtmlPart,
): Html {
  const className = column?.isNumber ? 'number' : 'text';
  return html`<td role="cell" class="${className}" data-title="${column?.title ?? ''}">
    ${content}
  </td>`;
}

/** Its number stands beside its name, and alone where it has none. */
export function renderLineName(look: OrderLook, lineId: number): Html {
  const name = nameLine(look, lineId);
  const number = name !== `Line ${lineId}` && html` <small>line ${lineId}</small>`;
  return html`<bdi>${name}</bdi>${number}`;
}

export function renderLines(look: OrderLook, view: OrderView): Html {
  const money = (amount: number) => showAmount(amount, view.currency);
  const rows = view.lines.map((line) => [
    renderLineName(look, line.lineId),
    money(line.ordered),
    money(line.captured),
    money(line.refunded),
  ]);
  const { captured, refunded } = view.unattributed;
  const loose = captured > 0 || refunded > 0;
  return html`<section class="card">
    ${renderTable(
      'Lines',
      [
        { title: 'Line' },
        { title: 'Ordered', isNumber: true },
        { title: 'Captured', isNumber: true },
        { title: 'Refunded', isNumber: true },
      ],
      rows,
    )}
    ${
      loose &&
      html`<p class="hint">
        Moved in the back office without naming lines: ${money(captured)} captured,
        ${money(refunded)} refunded.
      </p>`
    }
  </section>`;
}

const shownOperations = 50;

export function renderOperations({ operations, currency }: OrderView): HtmlPart {
  if (operations.length === 0) return undefined;
  const shown = operations.slice(-shownOperations).toReversed();
  const hidden = operations.length - shown.length;
  return html`<section class="card">
    ${renderTable(
      'Captures, refunds and cancellations',
      [
        { title: 'Operation' },
        { title: 'Amount', isNumber: true },
        { title: 'Status' },
        { title: 'Asked' },
      ],
      shown.map((operation) => [
        nameOperation(operation),
        operation.amount === 0 ? '–' : showAmount(operation.amount, currency),
        chip(sayCode(operation.status), operationTones[operation.status]),
        showMoment(operation.requestedAt),
      ]),
    )}
    ${hidden > 0 && html`<p class="hint">… and ${hidden} earlier ones.</p>`}
  </section>`;
}

function nameOperation(operation: OperationView): Html {
  const why = whyOf(operation);
  return html`${kindNames[operation.kind]}
    <small><bdi>${operation.operationId}</bdi></small>
    ${why !== '' && html`<small class="why"><bdi>${why}</bdi></small>`}`;
}

/** What the order says of it, or else what was said when it was asked for. */
function whyOf({ reason, content }: OperationView): string {
  return reason ?? noteIn(content) ?? '';
}

function noteIn(content: string): string | undefined {
  try {
    const asked: unknown = JSON.parse(content);
    const note = typeof asked === 'object' && asked !== null && 'note' in asked && asked.note;
    return typeof note === 'string' ? note : undefined;
  } catch {
    return undefined;
  }
}
