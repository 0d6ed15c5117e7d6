import { Markup } from './markup.ts';

/** The look of the page, light or dark as the reader has it. */
export const STYLE_SHEET = new Markup(`
:root { color-scheme: light dark; --page: #f6f7f9; --card: #fff; --text: #1b2330; --dim: #5c6675; --line: #dfe3e9;
  --good: #1a7f4b; --warn: #9a6200; --bad: #c0322b; --good-bar: #38a169; --warn-bar: #dd9a1f; --bad-bar: #dc4c43; --link: #1f5fbf; }
@media (prefers-color-scheme: dark) {
  :root { --page: #12161c; --card: #1a2029; --text: #e4e8ee; --dim: #98a3b3; --line: #2d3643;
    --good: #5fce93; --warn: #e5b34d; --bad: #ff8078; --good-bar: #2f9461; --warn-bar: #b8811b; --bad-bar: #cc473f; --link: #82b1ff; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
main, header, footer { max-width: 1180px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 28px; }
footer { padding-bottom: 32px; color: var(--dim); font-size: 13px; }
h1 { font-size: 26px; margin: 0 0 4px; }
h2 { font-size: 18px; margin: 32px 0 10px; }
h3 { font-size: 15px; margin: 0 0 6px; overflow-wrap: anywhere; }
p { margin: 4px 0; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
nav { display: flex; flex-wrap: wrap; gap: 4px 16px; margin-top: 10px; }
code, .mono { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.tiles { display: flex; flex-wrap: wrap; gap: 12px; margin: 18px 0 0; }
.tile { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 10px 18px; min-width: 130px; }
.tile b { display: block; font-size: 22px; line-height: 1.25; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px; margin: 0 0 10px; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(330px, 1fr)); gap: 12px; }
.grid .card { margin: 0; }
.problem { border-left: 4px solid var(--bad-bar); }
.problem.warning { border-left-color: var(--warn-bar); }
.problem.info, .problem.hint { border-left-color: var(--line); }
.good { color: var(--good); } .tone-warn { color: var(--warn); } .bad { color: var(--bad); } .dim { color: var(--dim); }
.gauge { display: grid; grid-template-columns: 64px 1fr 150px; gap: 10px; align-items: center; font-size: 13px; }
.bar { display: block; height: 9px; border-radius: 5px; background: var(--line); overflow: hidden; }
.bar > span { display: block; height: 100%; background: var(--good-bar); }
.bar > .warn { background: var(--warn-bar); } .bar > .bad { background: var(--bad-bar); }
ul { margin: 0; padding: 0; list-style: none; }
ul ul { margin-left: 10px; padding-left: 14px; border-left: 1px solid var(--line); }
li { padding: 2px 0; overflow-wrap: anywhere; }
.chips { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 10px; }
.chips li { border: 1px solid var(--line); border-radius: 12px; padding: 0 10px; font-size: 13px; }
.kind { color: var(--dim); }
.facts { color: var(--dim); font-size: 13px; margin: 0 0 2px; }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin-bottom: 10px; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th { text-align: left; color: var(--dim); font-weight: 600; font-size: 13px; white-space: nowrap; }
th, td { padding: 6px 12px; border-bottom: 1px solid var(--line); vertical-align: top; }
td { overflow-wrap: anywhere; }
tr:last-child td { border-bottom: 0; }
td.who { min-width: 15em; } td.what { min-width: 20em; } td.why { min-width: 14em; }
td.at { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; color: var(--dim); }
tr.moment td { border-top: 2px solid var(--line); }
summary { cursor: pointer; color: var(--dim); padding: 4px 0; }
:target { outline: 2px solid var(--link); outline-offset: 3px; border-radius: 4px; }
@media print { body { background: none; } .card, .scroll { break-inside: avoid; } }
`);
