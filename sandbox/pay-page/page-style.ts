/** Light and dark, from a phone upwards; nothing is loaded from elsewhere. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --ground: #eef1f5; --card: #ffffff; --ink: #17202e; --soft: #556173; --line: #dde3ea;
  --accent: #1f5ae0; --accent-ink: #ffffff; --accent-deep: #1747b5; --tint: #eaf0fe;
  --good: #0d7a4f; --good-tint: #e3f5ec; --bad: #b3261e; --bad-tint: #fdecea;
  --wait: #8a5a00; --wait-tint: #fdf3dd; --shadow: 0 1px 2px rgb(20 30 50 / .06), 0 12px 32px rgb(20 30 50 / .09);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0e131b; --card: #171e29; --ink: #e9eef6; --soft: #9fabbd; --line: #2a3442;
    --accent: #7ba4ff; --accent-ink: #0b1530; --accent-deep: #9dbbff; --tint: #1c2944;
    --good: #67d3a4; --good-tint: #12312a; --bad: #ff9c92; --bad-tint: #3a1d1c;
    --wait: #f1c465; --wait-tint: #35290f; --shadow: 0 12px 32px rgb(0 0 0 / .4);
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; padding: clamp(1rem, 5vw, 3.5rem) 1rem 2rem;
  background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  -webkit-text-size-adjust: 100%;
}
main { max-width: 34rem; margin: 0 auto; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 1rem; box-shadow: var(--shadow); overflow: hidden; }
.banner {
  display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: baseline; justify-content: space-between;
  padding: .7rem 1.5rem; background: var(--wait-tint); color: var(--wait); font-size: .875rem; margin: 0;
}
.banner strong { font-weight: 650; }
section { padding: 1.5rem; }
section + section { border-top: 1px solid var(--line); }
h1 + .state { margin-top: .75rem; }
h1 { margin: 0; font-size: 1rem; font-weight: 500; color: var(--soft); }
.total { margin: .1rem 0 0; font-size: clamp(1.9rem, 8vw, 2.5rem); line-height: 1.15; font-weight: 680; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
.reference { margin: .4rem 0 0; color: var(--soft); font-size: .875rem; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; font-weight: 650; padding-bottom: .5rem; }
th { font-size: .8125rem; font-weight: 500; color: var(--soft); text-align: left; padding: .25rem 0 .5rem; }
td { padding: .6rem 0; border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
th + th, td + td { text-align: right; padding-left: 1rem; white-space: nowrap; }
td small { display: block; color: var(--soft); font-size: .8125rem; }
tfoot td { font-weight: 650; }
.difference { margin: .75rem 0 0; color: var(--bad); font-size: .875rem; }
fieldset { border: 0; margin: 0 0 1.25rem; padding: 0; display: grid; gap: .5rem; grid-template-columns: repeat(auto-fit, minmax(max(8rem, 40%), 1fr)); }
legend { font-weight: 650; padding: 0 0 .5rem; }
label {
  display: flex; gap: .65rem; align-items: center; padding: .65rem .85rem; cursor: pointer;
  border: 1px solid var(--line); border-radius: .65rem;
}
label small { display: block; color: var(--soft); font-size: .8125rem; line-height: 1.3; }
label:has(:checked) { border-color: var(--accent); background: var(--tint); }
input { accent-color: var(--accent); width: 1.05rem; height: 1.05rem; flex: none; margin: 0; }
button {
  font: inherit; font-weight: 600; cursor: pointer; border-radius: .65rem; padding: .7rem 1rem; min-height: 2.75rem;
  border: 1px solid var(--line); background: transparent; color: var(--ink); width: 100%;
}
button:hover { border-color: var(--soft); }
button.pay { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); font-size: 1.0625rem; padding: .85rem 1rem; }
button.pay:hover { background: var(--accent-deep); border-color: var(--accent-deep); }
button.plain { border: 0; color: var(--soft); font-weight: 500; text-decoration: underline; text-underline-offset: .2em; margin-top: .5rem; }
.others { display: grid; grid-template-columns: repeat(3, 1fr); gap: .5rem; margin-top: .5rem; }
a { color: var(--accent); }
a.onward { display: block; text-align: center; font-weight: 600; padding: .8rem 1rem; border-radius: .65rem; background: var(--accent); color: var(--accent-ink); text-decoration: none; }
:is(button, a):focus-visible, label:has(:focus-visible) { outline: 3px solid var(--accent); outline-offset: 2px; }
.state { border-radius: .65rem; padding: .85rem 1rem; margin: 0; }
.state strong { display: block; }
.good { background: var(--good-tint); color: var(--good); }
.bad { background: var(--bad-tint); color: var(--bad); }
.wait { background: var(--wait-tint); color: var(--wait); }
.state + a.onward { margin-top: 1rem; }
.address { margin: .6rem 0 0; font-size: .8125rem; color: var(--soft); overflow-wrap: anywhere; text-align: center; }
footer { margin: 1rem 0 0; text-align: center; font-size: .8125rem; color: var(--soft); overflow-wrap: anywhere; }
@media (max-width: 26rem) { section { padding: 1.15rem; } .banner { padding: .7rem 1.15rem; } table { font-size: .9375rem; } th + th, td + td { padding-left: .6rem; } label { padding: .6rem .7rem; } }
`;
