import { Markup } from './markup.ts';

/** The look of the page, light or dark as the reader has it. */
export const STYLE_SHEET = new Markup(`
:root { color-scheme: light dark; --page: #f6f7f9; --card: #fff; --text: #1b2330; --dim: #5c6675; --line: #dfe3e9;
  --good: #1a7f4b; --warn: #9a6200; --bad: #c0322b; --good-bar: #38a169; --warn-bar: #dd9a1f; --bad-bar: #dc4c43; --link: #1f5fbf;
  --old: #98a1ae; --new: #3f7fd6; --marked: #12703f; }
@media (prefers-color-scheme: dark) {
  :root { --page: #12161c; --card: #1a2029; --text: #e4e8ee; --dim: #98a3b3; --line: #2d3643;
    --good: #5fce93; --warn: #e5b34d; --bad: #ff8078; --good-bar: #2f9461; --warn-bar: #b8811b; --bad-bar: #cc473f; --link: #82b1ff;
    --old: #5b6675; --new: #4a80cc; --marked: #7be3a9; }
}
* { box-sizing: border-box; }
body { margin: 0; overflow-wrap: anywhere; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
main, header, footer { max-width: 1180px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 28px; }
footer { padding-bottom: 32px; color: var(--dim); font-size: 13px; }
h1 { font-size: 26px; margin: 0 0 4px; }
h2 { font-size: 18px; margin: 32px 0 10px; }
h3 { font-size: 15px; margin: 0 0 6px; }
p { margin: 4px 0; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
nav { display: flex; flex-wrap: wrap; gap: 4px 16px; margin-top: 10px; }
code, .mono { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(130px, max-content)); gap: 12px; margin: 18px 0 0; }
.tile { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 10px 18px; }
.tile b { display: block; font-size: 22px; line-height: 1.25; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px; margin: 0 0 10px; }
.grid { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 330px), 1fr)); gap: 12px; align-items: start; }
.grid.wide { grid-template-columns: repeat(auto-fill, minmax(min(100%, 480px), 1fr)); }
.grid > * { min-width: 0; }
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
li { padding: 2px 0; }
.chips { display: flex; flex-wrap: wrap; gap: 6px; margin-top: 10px; }
.chips li { border: 1px solid var(--line); border-radius: 12px; padding: 0 10px; font-size: 13px; }
.kind { color: var(--dim); }
.facts { color: var(--dim); font-size: 13px; margin: 0 0 2px; }
.scroll { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 8px; margin-bottom: 10px; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th { text-align: left; color: var(--dim); font-weight: 600; font-size: 13px; white-space: nowrap; }
th, td { padding: 6px 12px; border-bottom: 1px solid var(--line); vertical-align: top; }
tr:last-child td { border-bottom: 0; }
td.who { min-width: 15em; } td.what { min-width: 20em; } td.why { min-width: 14em; }
td.at { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; color: var(--dim); }
tr.moment td { border-top: 2px solid var(--line); }
.legend { display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 8px 0; font-size: 13px; color: var(--dim); }
.swatch { display: inline-block; width: 12px; height: 12px; border-radius: 2px; margin-right: 6px; vertical-align: -1px; }
.swatch.marked, .swatch.wanted { height: 0; border-radius: 0; vertical-align: 4px; width: 16px; }
.swatch.old { background: var(--old); } .swatch.new, .swatch.active { background: var(--new); }
.swatch.succeeded { background: var(--good-bar); } .swatch.failed { background: var(--bad-bar); }
.swatch.marked { border-top: 3px solid var(--marked); } .swatch.wanted { border-top: 2px dashed var(--text); }
svg { display: block; margin: 8px 12px 4px 4px; } svg text { font: 12px system-ui, sans-serif; fill: var(--dim); }
rect.old { fill: var(--old); } rect.new, rect.active { fill: var(--new); } rect.succeeded { fill: var(--good-bar); } rect.failed { fill: var(--bad-bar); }
.tick { stroke: var(--line); } path { fill: none; } path.marked { stroke: var(--marked); stroke-width: 3; }
path.wanted { stroke: var(--text); stroke-width: 1.5; stroke-dasharray: 5 4; }
.card > .scroll, details > .scroll { margin: 6px 0; }
table.numbers { width: auto; font-variant-numeric: tabular-nums; } .numbers td, .numbers th { text-align: right; padding: 3px 12px; }
table.matrix { width: auto; } .matrix td { text-align: center; min-width: 7em; } .matrix th { white-space: normal; min-width: 8em; }
summary { cursor: pointer; color: var(--dim); padding: 4px 0; }
li > details { margin: 0 0 4px; } li > details > summary { font-size: 13px; padding: 0; width: max-content; }
a:focus-visible, summary:focus-visible, .scroll:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 4px; }
:target { outline: 2px solid var(--link); outline-offset: 3px; border-radius: 4px; }
@media print {
  :root { color-scheme: light; --page: #fff; --card: #fff; --text: #000; --dim: #444; --line: #bbb; --good: #14663b; --warn: #7a4d00; --bad: #a02822; --link: #000; }
  body { font-size: 12px; } nav { display: none; } .tile, .problem, .grid > * { break-inside: avoid; } h2, h3 { break-after: avoid; }
  .bar, .bar > span, .swatch, rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .scroll { overflow: visible; } td.who, td.what, td.why { min-width: 0; } details::details-content { content-visibility: visible; block-size: auto; }
}
`);
