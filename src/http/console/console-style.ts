/** Light and dark, from a phone upwards; nothing is loaded from elsewhere. */
export const consoleStyle = `
:root {
  color-scheme: light dark;
  --ground: #f3f5f8; --card: #fff; --ink: #16202e; --soft: #536074; --line: #dfe4eb; --faint: #eef1f5;
  --accent: #1d4ed8; --accent-ink: #fff; --accent-deep: #173fb0;
  --good: #0b6b45; --good-tint: #e2f4ea; --busy: #7a4f00; --busy-tint: #fcf1d8; --bad: #a8201a; --bad-tint: #fdeae8;
  --kept: #1f8a5b; --refunded: #b45ccf; --reserved: #4f83f1; --released: #9aa5b4;
  --field: #fff; --field-line: #848f9f;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0d1218; --card: #151c26; --ink: #e6ecf4; --soft: #9eabbd; --line: #283241; --faint: #1c2531;
    --accent: #86adff; --accent-ink: #0a1530; --accent-deep: #a6c3ff;
    --good: #6fd6a8; --good-tint: #12302a; --busy: #efc76f; --busy-tint: #332810; --bad: #ff9f96; --bad-tint: #3b1d1c;
    --kept: #3fb984; --refunded: #c988dd; --reserved: #6d99f7; --released: #667285;
    --field: #0f151d; --field-line: #66748a;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; min-height: 100vh; background: var(--ground); color: var(--ink);
  font: 0.9375rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
  font-variant-numeric: tabular-nums;
}
a { color: var(--accent); text-underline-offset: 0.2em; text-decoration-thickness: 1px; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
a:not(.button):focus-visible { border-radius: 3px; }
main:focus, [role=alert]:focus { outline: none; }
.skip { position: absolute; left: -999rem; padding: 0.5rem 1rem; background: var(--card); z-index: 1; }
.skip:focus { left: 1rem; top: 0.5rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; margin: 0; }

.top { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.5rem 1rem; padding: 0.6rem clamp(1rem, 4vw, 2.5rem); background: var(--card); border-bottom: 1px solid var(--line); }
.home { font-weight: 650; color: var(--ink); text-decoration: none; padding: 0.35rem 0; }
.account { display: flex; align-items: center; gap: 0.75rem; color: var(--soft); font-size: 0.875rem; }
.open-notice { margin: 0; padding: 0.45rem clamp(1rem, 4vw, 2.5rem); background: var(--busy-tint); color: var(--busy); font-size: 0.875rem; }
main { max-width: 80rem; margin: 0 auto; padding: 1.5rem clamp(1rem, 4vw, 2.5rem) 2rem; }
.act-page { max-width: 44rem; }
.act-page h1 { margin-bottom: 0.75rem; }
footer { max-width: 80rem; margin: 0 auto; padding: 0 clamp(1rem, 4vw, 2.5rem) 2rem; color: var(--soft); font-size: 0.8125rem; }
.contact { position: fixed; left: 50%; bottom: 1rem; transform: translateX(-50%); width: max-content; max-width: calc(100vw - 2rem); margin: 0; padding: 0.6rem 1rem; border-radius: 0.6rem; background: var(--ink); color: var(--ground); }
.contact:empty { display: none; }

h1 { margin: 0; font-size: 1.5rem; line-height: 1.25; font-weight: 650; letter-spacing: -0.01em; overflow-wrap: anywhere; text-wrap: balance; }
h1 + .notice { margin-top: 1rem; }
h1 .chip { vertical-align: 0.2em; margin-left: 0.35rem; letter-spacing: 0; }
h2, caption { margin: 0; font-size: 0.9375rem; font-weight: 650; text-align: left; }
p { margin: 0.5rem 0; }
small, .hint { color: var(--soft); font-size: 0.8125rem; }
code { font-family: ui-monospace, "SFMono-Regular", Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.875em; overflow-wrap: anywhere; }
.crumb { margin: 0 0 0.25rem; font-size: 0.875rem; }

.card { background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem; padding: 1.1rem 1.25rem; margin: 0 0 1rem; }
.card > :first-child { margin-top: 0; }
.card > :last-child { margin-bottom: 0; }
.empty { color: var(--soft); padding: 2.5rem 1.25rem; text-align: center; }
.columns { display: grid; gap: 0 1rem; align-items: start; }
.columns > * { min-width: 0; }
@media (min-width: 68rem) { .columns { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); } }

.head { display: flex; flex-wrap: wrap; align-items: flex-start; justify-content: space-between; gap: 1rem 2rem; margin-bottom: 1.25rem; }
.head > div { min-width: 0; }
.ids { display: flex; flex-wrap: wrap; gap: 0.15rem 1.5rem; margin: 0.5rem 0 0; font-size: 0.875rem; }
.ids div { display: flex; gap: 0.5rem; min-width: 0; }
dt { color: var(--soft); flex: none; }
dd { margin: 0; overflow-wrap: anywhere; min-width: 0; }
.actions, .buttons { display: flex; flex-wrap: wrap; gap: 0.5rem; }
.columns .actions { margin-bottom: 1rem; }
.buttons { margin: 1.25rem 0 0.5rem; }

button, .button {
  display: inline-flex; align-items: center; justify-content: center; min-height: 2.5rem; padding: 0.45rem 0.95rem; cursor: pointer;
  font: inherit; font-weight: 550; text-decoration: none; color: var(--ink); background: var(--card);
  border: 1px solid var(--field-line); border-radius: 0.55rem;
}
button:hover, .button:hover { border-color: var(--ink); }
.first { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
.first:hover { background: var(--accent-deep); border-color: var(--accent-deep); }
.first.danger { background: var(--bad); border-color: var(--bad); color: var(--card); }
.quiet { min-height: 2.25rem; padding: 0.25rem 0.7rem; font-weight: 500; font-size: 0.875rem; border-color: var(--line); }
[aria-busy] { opacity: 0.6; cursor: progress; }

.chip { display: inline-flex; align-items: center; gap: 0.4em; padding: 0.1rem 0.6rem 0.1rem 0.5rem; border-radius: 1rem; font-size: 0.8125rem; font-weight: 550; line-height: 1.5; white-space: nowrap; background: var(--faint); color: var(--soft); }
.chip::before { content: ""; width: 0.5em; height: 0.5em; border-radius: 50%; background: currentcolor; }
.chip.good { background: var(--good-tint); color: var(--good); }
.chip.busy { background: var(--busy-tint); color: var(--busy); }
.chip.bad { background: var(--bad-tint); color: var(--bad); }

.notice { border-radius: 0.75rem; padding: 0.8rem 1.25rem; margin: 0 0 1rem; background: var(--faint); color: var(--ink); border: 1px solid var(--line); overflow-wrap: anywhere; }
.facts + .notice { margin-top: 1.1rem; }
.notice p { margin: 0.15rem 0 0; }
.notice.good { background: var(--good-tint); border-color: var(--good); }
.notice.busy { background: var(--busy-tint); border-color: var(--busy); }
.notice.bad { background: var(--bad-tint); border-color: var(--bad); }
.notice.good strong { color: var(--good); }
.notice.busy strong { color: var(--busy); }
.notice.bad strong { color: var(--bad); }

.matter { border-color: var(--bad); overflow-wrap: anywhere; }
.matter.busy { border-color: var(--busy); }
.matter h2 { color: var(--bad); }
.matter.busy h2 { color: var(--busy); }
.choices { list-style: none; margin: 0.9rem 0 0; padding: 0; display: grid; gap: 0.6rem; }
.choices .button { min-width: 11rem; }
.choices li { display: grid; grid-template-columns: fit-content(18rem) 1fr; gap: 0.25rem 1rem; align-items: center; }
.choices span { color: var(--soft); font-size: 0.875rem; }
.plain { margin: 0; padding-left: 1.1rem; }
.facts .plain { list-style: none; padding: 0; }

.bar { display: block; width: 100%; height: 0.875rem; border-radius: 0.45rem; overflow: hidden; }
.bar .ground { fill: var(--faint); }
rect.kept { fill: var(--kept); } rect.refunded { fill: var(--refunded); } rect.reserved { fill: var(--reserved); } rect.released { fill: var(--released); }
.swatch { display: inline-block; width: 0.65em; height: 0.65em; border-radius: 2px; margin-right: 0.4em; }
.swatch.kept { background: var(--kept); } .swatch.refunded { background: var(--refunded); } .swatch.reserved { background: var(--reserved); } .swatch.released { background: var(--released); }
.figures { display: grid; grid-template-columns: repeat(3, 1fr); gap: 0.75rem 1.25rem; margin: 1rem 0 0; }
.figures dt { font-size: 0.8125rem; }
.figures dd { font-size: 1.0625rem; font-weight: 600; white-space: nowrap; }
.figures .none dd { color: var(--soft); font-weight: 450; }

table { width: 100%; border-collapse: collapse; }
caption { padding-bottom: 0.5rem; }
th { font-size: 0.8125rem; font-weight: 500; color: var(--soft); text-align: left; padding: 0.3rem 0.5rem 0.3rem 0; white-space: nowrap; vertical-align: bottom; }
td { padding: 0.55rem 0.5rem 0.55rem 0; border-top: 1px solid var(--line); vertical-align: baseline; overflow-wrap: anywhere; }
.number { text-align: right; white-space: nowrap; padding-left: 0.75rem; }
th:last-child, td:last-child { padding-right: 0; }
td.number + td.text, th.number + th.text { padding-left: 1.5rem; }
.none { color: var(--soft); }
td small.why { display: block; }
.orders { table-layout: fixed; }
.orders th:nth-child(1) { width: 28%; } .orders th:nth-child(2) { width: 22%; } .orders th:last-child { width: 8%; }
td time { white-space: nowrap; }
td a { font-weight: 550; }
.urgent { border-color: var(--bad); }
.urgent caption { color: var(--bad); }

.timeline { list-style: none; margin: 0; padding: 0; }
.day { margin: 1rem 0 0.35rem; font-size: 0.8125rem; font-weight: 550; color: var(--soft); }
h2 + .day { margin-top: 0.5rem; }
.timeline li { display: grid; grid-template-columns: 4.25rem 5rem minmax(0, 1fr); gap: 0 0.6rem; padding: 0.4rem 0; border-top: 1px solid var(--line); align-items: baseline; }
.timeline li > time, .source { color: var(--soft); font-size: 0.8125rem; }
.source { display: flex; align-items: baseline; gap: 0.45em; }
.source::before { content: ""; flex: none; width: 0.5em; height: 0.5em; border-radius: 50%; border: 1.5px solid var(--soft); }
.from-operation .source::before { background: var(--accent); border-color: var(--accent); }
.from-provider .source::before { background: var(--kept); border-color: var(--kept); }
.from-operator .source::before { background: var(--busy); border-color: var(--busy); }
.from-operation .told > bdi { font-weight: 550; }
.told { overflow-wrap: anywhere; }
.told small { display: block; }
.money { white-space: nowrap; font-weight: 550; }
.outcome { font-size: 0.8125rem; color: var(--soft); }
.outcome.good { color: var(--good); } .outcome.busy { color: var(--busy); } .outcome.bad { color: var(--bad); font-weight: 600; }

details summary { cursor: pointer; font-weight: 550; }
pre { overflow: auto; max-height: 30rem; margin: 0.75rem 0 0; font: 0.8125rem/1.5 ui-monospace, "SFMono-Regular", Menlo, Consolas, "Liberation Mono", monospace; }

.filter { display: flex; flex-wrap: wrap; align-items: flex-end; gap: 0.75rem; margin: 1rem 0 1.25rem; }
.filter .field { margin: 0; }
.filter .fault { flex-basis: 100%; margin: 0; }
.clear { padding: 0.5rem 0; }
.paging { display: flex; gap: 1.5rem; }
.field { margin: 0; }
label, legend, .label { display: block; font-weight: 550; padding: 0; }
.field > label { margin-bottom: 0.25rem; }
.field > .hint { margin: -0.15rem 0 0.35rem; }
input, select {
  font: inherit; font-variant-numeric: tabular-nums; color: var(--ink); background: var(--field); width: 100%; min-height: 2.5rem; padding: 0.4rem 0.7rem;
  border: 1px solid var(--field-line); border-radius: 0.55rem;
}
.filter input { width: 15rem; max-width: 100%; } .filter select { width: auto; }
[aria-invalid] { border-color: var(--bad); box-shadow: 0 0 0 1px var(--bad); }
.fault { color: var(--bad); margin: 0.35rem 0 0; font-size: 0.875rem; }
fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
fieldset + .field { margin-top: 1rem; }
.facts + .field { margin-top: 1.25rem; }
.field.amount { display: grid; grid-template-columns: minmax(0, 1fr) max-content 9rem; gap: 0.25rem 1rem; align-items: center; padding: 0.6rem 0; margin: 0; border-top: 1px solid var(--line); }
.field.amount label, .field.amount .label { margin: 0; overflow-wrap: anywhere; }
.field.amount .hint { margin: 0; text-align: right; }
.field.amount input { text-align: right; }
.field.amount .fault { grid-column: 1 / -1; margin: 0; text-align: right; }
.facts { margin: 0; display: grid; gap: 0.5rem; }
.facts > div { display: grid; grid-template-columns: 8rem minmax(0, 1fr); gap: 0 1rem; align-items: baseline; }
.facts .amount { font-size: 1.375rem; font-weight: 650; letter-spacing: -0.01em; }
.login { max-width: 24rem; margin: 8vh auto 0; padding: 1.75rem; }
.login h1 { margin-bottom: 1rem; }
.login button { width: 100%; margin-top: 1rem; }
.fault + fieldset { margin-top: 0.9rem; }

@media (max-width: 44rem) {
  .card, .notice { padding: 0.9rem 1rem; }
  table, tbody, caption { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr { display: flex; flex-wrap: wrap; gap: 0.35rem 1rem; padding: 0.7rem 0; border-top: 1px solid var(--line); }
  td, td.number { display: block; min-width: 5.25rem; border: 0; padding: 0; text-align: left; font-size: 0.875rem; }
  td:first-child { flex: 1 0 100%; font-size: inherit; }
  td:not(:first-child)::before { content: attr(data-title); display: block; color: var(--soft); font-size: 0.75rem; }
  .orders tbody tr { gap: 0.2rem 0.75rem; }
  .orders tbody tr::before { content: ""; flex: 1 0 100%; order: 1; }
  .orders td:first-child { flex: 1 0 auto; max-width: 100%; }
  .orders td:nth-child(2) { min-width: 0; }
  .orders td:nth-child(2)::before { display: none; }
  .orders td.number { order: 2; flex: 1 0 auto; min-width: 0; font-size: 0.8125rem; }
  .orders td:last-child { flex: 0 0 auto; }
  td:first-child { text-wrap: balance; }
  .ids div { flex-wrap: wrap; gap: 0 0.5rem; }
  h1 .chip { margin-left: 0; }
  .timeline li { grid-template-columns: 4.25rem minmax(0, 1fr); }
  .told { grid-column: 1 / -1; }
  .choices li { grid-template-columns: 1fr; }
  .figures { grid-template-columns: 1fr 1fr; }
  .field.amount { grid-template-columns: minmax(0, 1fr) max-content; }
  .field.amount input { grid-column: 1 / -1; }
  .field.amount .fault { text-align: left; }
  .facts > div { grid-template-columns: 1fr; }
  .actions, .buttons { width: 100%; }
  .actions > *, .buttons > * { flex: 1 1 auto; }
  .filter .field, .filter input, .filter select { width: 100%; }
  .filter > button { flex: 1; }
}
`;
