// Lays pages of `drydock preview --html` out in a browser, as wide as a phone and as a desk, light and dark, and says where something is wrong: what is wider
// than the page, letters that can hardly be told from what is behind them, ids that are there twice, links that lead nowhere, pictures and boxes without a name.
// Usage: page-in-browser.mjs BROWSER PAGE.html…
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const WIDTHS = [375, 800, 1280];
/** What WCAG asks for at level AA. */
const CONTRAST = 4.5;
const [browser, ...pages] = process.argv.slice(2);

/** Runs in the browser; what it finds wrong with the document of a frame of that width. */
function inspect(document, width, contrast) {
  const view = document.defaultView;
  const wrong = [];
  const name = (element) => `<${element.localName}> ${element.textContent.trim().slice(0, 40)}`;
  if (document.documentElement.scrollWidth > width) wrong.push(`the page is ${document.documentElement.scrollWidth} wide`);
  const channels = (color) => color.match(/[\d.]+/g).map(Number);
  const luminance = (color) => {
    const [r, g, b] = channels(color).map((value) =>
      value / 255 <= 0.03928 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const color = view.getComputedStyle(each).backgroundColor;
      if (channels(color)[3] !== 0) return color;
    }
    return 'rgb(255, 255, 255)';
  };
  for (const element of document.body.querySelectorAll('*')) {
    const { left, right, width: wide } = element.getBoundingClientRect();
    if (wide > 0 && !element.parentElement.closest('.scroll') && (right > width + 1 || left < -1))
      wrong.push(`out of the page: ${name(element)}`);
    const hasText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
    if (!hasText || wide === 0) continue;
    const style = view.getComputedStyle(element);
    const [a, b] = [luminance(element.closest('svg') ? style.fill : style.color), luminance(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < contrast) wrong.push(`contrast ${ratio.toFixed(1)}: ${name(element)}`);
  }
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  for (const id of ids.filter((each, i) => ids.indexOf(each) !== i)) wrong.push(`id twice: ${id}`);
  for (const { hash } of document.querySelectorAll('a'))
    if (!ids.includes(decodeURIComponent(hash.slice(1)))) wrong.push(`leads nowhere: ${hash}`);
  for (const svg of document.querySelectorAll('svg')) {
    const texts = (svg.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent);
    if (svg.getAttribute('role') !== 'img' || !texts.every(Boolean)) wrong.push('a picture without a name');
  }
  for (const box of document.querySelectorAll('.scroll'))
    if (box.tabIndex !== 0 || !box.getAttribute('aria-label')) wrong.push(`a box that no keyboard scrolls: ${name(box)}`);
  const levels = [...document.querySelectorAll('h1, h2, h3')].map(({ localName }) => Number(localName[1]));
  if (levels[0] !== 1 || levels.some((level, i) => i > 0 && level > levels[i - 1] + 1)) wrong.push(`headings ${levels.join(' ')}`);
  return wrong;
}

const directory = mkdtempSync(join(tmpdir(), 'drydock-page-'));
const file = join(directory, 'frames.html');
const frames = WIDTHS.flatMap((width) => ['light', 'dark'].map((scheme) => ({ width, scheme })));

/** A document with the page in frames. Frames of the page's own text are of the same origin, so they can be looked into; the page's policy lets nothing of it run. */
function documentOf(page) {
  const text = readFileSync(page, 'utf8').replace(/&/g, '&amp;').replace(/"/g, '&quot;');
  const boxes = frames.map(
    ({ width, scheme }) => `<iframe style="width:${width}px;height:900px;border:0;color-scheme:${scheme}" srcdoc="${text}"></iframe>`,
  );
  return `<!doctype html><meta charset="utf-8"><body>${boxes.join('')}
    <script>${inspect}
    onload = () => {
      const reports = [...document.querySelectorAll('iframe')].map(({ contentDocument, clientWidth }) => {
        for (const each of contentDocument.querySelectorAll('details')) each.open = true;
        return inspect(contentDocument, clientWidth, ${CONTRAST});
      });
      document.body.textContent = 'REPORT' + JSON.stringify(reports) + 'END';
    };</script>`;
}

function reportsOf(page) {
  writeFileSync(file, documentOf(page));
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${join(directory, 'profile')}`, '--dump-dom'];
  const { stdout, error } = spawnSync(browser, [...flags, pathToFileURL(file).href], {
    encoding: 'utf8',
    timeout: 120_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  const report = /REPORT(.*)END/s.exec((stdout ?? '').replace(/<script>.*?<\/script>/s, ''))?.[1];
  if (report === undefined) return frames.map(() => [`no report: ${error?.message ?? 'the browser said nothing'}`]);
  return JSON.parse(report.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&'));
}

let failed = false;
for (const page of pages) {
  for (const [i, wrong] of reportsOf(page).entries()) {
    if (wrong.length === 0) continue;
    failed = true;
    console.log(`${basename(page)}, ${frames[i].width} wide, ${frames[i].scheme}:`);
    for (const each of wrong.slice(0, 12)) console.log(`  ${each}`);
  }
}
rmSync(directory, { recursive: true, force: true });
console.log(failed ? 'not as expected' : `${pages.length} pages: all as expected`);
process.exit(failed ? 1 : 0);
