// Opens pages of `wdectl report` in headless Chromium: node check.mjs [--shots DIR] PAGE...
//
// A page fails when it asks the network for anything, when axe-core finds a violation in any theme or width, when a
// script fails, when it is wider than the window, when HTML is not valid, or when it says less without scripts.
import { mkdtempSync, mkdirSync, rmSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { HtmlValidate } from "html-validate";
import puppeteer from "puppeteer-core";

const args = process.argv.slice(2);
const shots = args[0] === "--shots" ? (args.shift(), args.shift()) : null;
if (shots) mkdirSync(shots, { recursive: true });
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const validator = new HtmlValidate({
  extends: ["html-validate:recommended"],
  rules: {
    // The page is written close together, and its anchors are readable words.
    "no-inline-style": "error",
    "long-title": "off",
    "no-trailing-whitespace": "off",
  },
});

const views = [
  { name: "light", theme: "light", width: 1280 },
  { name: "dark", theme: "dark", width: 1280 },
  { name: "narrow", theme: "light", width: 390 },
];

let failures = 0;
const fail = (page, what) => {
  failures += 1;
  console.error(`${basename(page)}: ${what}`);
};

async function open(browser, file, { theme, width }, scripts = true) {
  const page = await browser.newPage();
  const asked = [];
  page.on("request", (request) => {
    if (!request.url().startsWith("file:") || request.redirectChain().length > 0) asked.push(request.url());
    else if (request.resourceType() !== "document") asked.push(request.url());
  });
  page.on("pageerror", (error) => fail(file, `script: ${error.message}`));
  page.on("console", (message) => {
    if (["error", "warn"].includes(message.type())) fail(file, `console: ${message.text()}`);
  });
  await page.setJavaScriptEnabled(scripts);
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
  await page.goto(pathToFileURL(resolve(file)).href, { waitUntil: "load" });
  for (const url of asked) fail(file, `asks for ${url}`);
  return page;
}

async function violations(page, file, where) {
  const found = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ["violations"] })`);
  for (const { id, help, nodes } of found.violations) {
    for (const node of nodes.slice(0, 3)) fail(file, `${where}: ${id}: ${help}: ${node.target} ${node.html.slice(0, 160)}`);
    if (nodes.length > 3) fail(file, `${where}: ${id}: and ${nodes.length - 3} more places`);
  }
}

async function look(browser, file) {
  const name = basename(file, ".html");
  const html = await readFile(file, "utf8");
  const report = await validator.validateString(html, file);
  for (const { line, column, message, ruleId } of report.results.flatMap((result) => result.messages)) {
    fail(file, `${line}:${column}: ${ruleId}: ${message}`);
  }
  for (const view of views) {
    const page = await open(browser, file, view);
    await violations(page, file, view.name);
    const [wide, seen] = await page.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ]);
    if (wide > seen) fail(file, `${view.name}: ${wide} pixels wide in a window of ${seen}`);
    if (shots) await page.screenshot({ path: join(shots, `${name}-${view.name}.png`), fullPage: true });
    // Once more with everything open.
    await page.evaluate(() => {
      for (const details of document.querySelectorAll("details:not([name])")) details.open = true;
      const named = document.querySelector("details[name]");
      if (named) named.open = true;
    });
    await violations(page, file, `${view.name}, all open`);
    if (view.name === "light") await keyboard(page, file);
    await page.close();
  }
  const [plain, scripted] = [await open(browser, file, views[0], false), await open(browser, file, views[0])];
  const words = (page) => page.$eval("main", (main) => main.textContent.length);
  if ((await words(plain)) < 0.9 * (await words(scripted))) fail(file, "says less without scripts");
  const pdf = await plain.pdf({ preferCSSPageSize: true, printBackground: true });
  if (shots) await writeFile(join(shots, `${name}.pdf`), pdf);
  await plain.close();
  await scripted.close();
}

// A cell of the matrix opens and closes by keys alone.
async function keyboard(page, file) {
  const cell = await page.$("details[name] > summary");
  if (!cell) return;
  await page.evaluate(() => document.querySelectorAll("details[name]").forEach((one) => (one.open = false)));
  await cell.focus();
  const isOpen = () => cell.evaluate((summary) => summary.parentElement.open);
  await page.keyboard.press("Enter");
  if (!(await isOpen())) fail(file, "a cell does not open by the Enter key");
  await page.keyboard.press("Escape");
  if (await isOpen()) fail(file, "a cell does not close by the Escape key");
}

const profile = mkdtempSync(join(tmpdir(), "wdectl-page-"));
const browser = await puppeteer.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  userDataDir: profile,
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});
try {
  for (const file of args) await look(browser, file);
} finally {
  await browser.close();
  rmSync(profile, { recursive: true, force: true });
}
console.log(failures === 0 ? `${args.length} pages, nothing found` : `${failures} found`);
process.exit(failures === 0 ? 0 : 1);
